package io.thelook.service.fanout;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import io.thelook.service.http.Connections;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Resets a WebSocket whose peer sends too many frames within a second, of any kind: each costs the event loop time, and
 * each ping a reply that waits in memory until the peer reads it. Used on the connection's event loop only.
 */
final class FrameLimit extends ChannelInboundHandlerAdapter {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final int mostInASecond;
    private final LongSupplier nanoTime;
    private final Runnable onReset;
    private long secondBegan;
    private int inSecond;

    /**
     * @param nanoTime as {@link System#nanoTime}
     * @param onReset runs once, before the connection is reset
     */
    FrameLimit(int mostInASecond, LongSupplier nanoTime, Runnable onReset) {
        this.mostInASecond = mostInASecond;
        this.nanoTime = nanoTime;
        this.onReset = onReset;
        this.secondBegan = nanoTime.getAsLong();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof WebSocketFrame && isTooMuch()) {
            ReferenceCountUtil.release(message);
            if (inSecond == mostInASecond + 1) {
                onReset.run();
                Connections.reset(context.channel());
            }
            return;
        }
        super.channelRead(context, message);
    }

    /** Counts a frame. Once there were too many, all further ones are, too. */
    private boolean isTooMuch() {
        if (inSecond > mostInASecond) {
            inSecond++;
            return true;
        }
        long now = nanoTime.getAsLong();
        if (now - secondBegan >= SECOND) {
            secondBegan = now;
            inSecond = 0;
        }
        return ++inSecond > mostInASecond;
    }
}
