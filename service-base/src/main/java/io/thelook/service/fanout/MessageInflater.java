package io.thelook.service.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.zip.DataFormatException;

/**
 * Decompresses the messages of a peer, up to a limit: Netty's own handler has none that holds before the memory is
 * taken. Where no compression was agreed on, a compressed message is a protocol error. Used on the connection's event
 * loop only.
 */
final class MessageInflater extends ChannelInboundHandlerAdapter {

    private static final int COMPRESSED = 4;

    private final boolean isAgreed;
    private final int most;

    /** The compressed message whose frames have not all arrived; {@code null} if there is none. */
    private CompositeByteBuf begun;

    private boolean isText;

    /**
     * @param isAgreed whether the peer may compress
     * @param most the longest message, in bytes, both as it arrives and decompressed
     */
    MessageInflater(boolean isAgreed, int most) {
        this.isAgreed = isAgreed;
        this.most = most;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (!(message instanceof WebSocketFrame frame)) {
            super.channelRead(context, message);
            return;
        }
        boolean isData = frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame;
        boolean goesOn = frame instanceof ContinuationWebSocketFrame;
        boolean isPlain = frame.rsv() == 0;
        if (isAgreed && begun == null && isData && frame.rsv() == COMPRESSED) {
            isText = frame instanceof TextWebSocketFrame;
            begun = Unpooled.compositeBuffer(Integer.MAX_VALUE);
            add(context, frame);
        } else if (begun != null && goesOn && isPlain) {
            add(context, frame);
        } else if (isPlain && (begun == null || !isData)) {
            // Also a ping, a pong or a close amid the frames of a message.
            super.channelRead(context, message);
        } else {
            frame.release();
            fail(context, WebSocketCloseStatus.PROTOCOL_ERROR, "unexpected reserved bits");
        }
    }

    private void add(ChannelHandlerContext context, WebSocketFrame frame) {
        ByteBuf part = frame.content();
        if (begun.readableBytes() + part.readableBytes() > most) {
            part.release();
            fail(context, WebSocketCloseStatus.MESSAGE_TOO_BIG, "a message is too long");
            return;
        }
        begun.addComponent(true, part);
        if (frame.isFinalFragment()) {
            byte[] payload = ByteBufUtil.getBytes(begun);
            forget();
            pass(context, payload);
        }
    }

    private void pass(ChannelHandlerContext context, byte[] payload) {
        try {
            byte[] message = Deflate.decompress(payload, most);
            if (message == null) {
                fail(context, WebSocketCloseStatus.MESSAGE_TOO_BIG, "a message is too long");
                return;
            }
            ByteBuf content = Unpooled.wrappedBuffer(message);
            context.fireChannelRead(isText ? new TextWebSocketFrame(content) : new BinaryWebSocketFrame(content));
        } catch (DataFormatException e) {
            fail(context, WebSocketCloseStatus.INVALID_PAYLOAD_DATA, "a message cannot be decompressed");
        }
    }

    /** Lets the connection be closed as for any other frame that breaks the protocol. */
    private void fail(ChannelHandlerContext context, WebSocketCloseStatus status, String reason) {
        forget();
        context.fireExceptionCaught(new CorruptedWebSocketFrameException(status, reason));
    }

    private void forget() {
        if (begun != null) {
            begun.release();
            begun = null;
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        forget();
    }
}
