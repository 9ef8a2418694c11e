package io.thelook.benchmarks.load;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Counts the bytes of messages as they arrive over the network, compressed or not. */
final class PayloadCounter extends ChannelInboundHandlerAdapter {

    private final Tally tally;

    PayloadCounter(Tally tally) {
        this.tally = tally;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (tally.counting
                && (message instanceof TextWebSocketFrame || message instanceof ContinuationWebSocketFrame)) {
            tally.bytes += ((WebSocketFrame) message).content().readableBytes();
        }
        context.fireChannelRead(message);
    }
}
