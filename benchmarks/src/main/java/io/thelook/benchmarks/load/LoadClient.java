package io.thelook.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** One WebSocket connection. Confined to its event loop, like its tally. */
final class LoadClient extends SimpleChannelInboundHandler<WebSocketFrame> implements MessageParser.Receiver {

    private final Tally tally;
    private final MessageParser parser;
    private final Runnable connected;
    private CompositeByteBuf parts;
    private boolean open;
    private boolean failed;
    private long receivedAt;
    private long lastUpdateNanos;
    private long lastSequence = -1;
    private long newestSeen = Long.MIN_VALUE;
    private long newestNow = Long.MIN_VALUE;

    /**
     * @param parser parses the messages
     * @param connected runs when the handshake has succeeded or failed
     */
    LoadClient(Tally tally, MessageParser parser, Runnable connected) {
        this.tally = tally;
        this.parser = parser;
        this.connected = connected;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            open = true;
            tally.open++;
            connected.run();
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
            fail("handshake timeout");
            context.close();
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
        if (frame instanceof CloseWebSocketFrame close) {
            tally.closes.merge(close.statusCode() + " " + close.reasonText(), 1, Integer::sum);
            context.close();
            return;
        }
        if (!(frame instanceof TextWebSocketFrame) && !(frame instanceof ContinuationWebSocketFrame)) {
            return;
        }
        ByteBuf content = frame.content();
        if (frame.isFinalFragment() && parts == null) {
            hear(content);
            return;
        }
        if (parts == null) {
            parts = context.alloc().compositeBuffer(Integer.MAX_VALUE);
        }
        parts.addComponent(true, content.retain());
        if (frame.isFinalFragment()) {
            try {
                hear(parts);
            } finally {
                parts.release();
                parts = null;
            }
        }
    }

    private void hear(ByteBuf message) {
        if (tally.counting) {
            tally.messages++;
        }
        receivedAt = System.currentTimeMillis();
        newestNow = newestSeen;
        parser.parse(message, this);
        newestSeen = newestNow;
    }

    @Override
    public void update(long sequence) {
        long now = System.nanoTime();
        if (tally.counting) {
            tally.updates++;
            if (lastUpdateNanos != 0) {
                tally.recordInterval((now - lastUpdateNanos) / 1_000_000);
            }
            if (sequence >= 0 && lastSequence >= 0 && sequence > lastSequence + 1) {
                tally.skipped += sequence - lastSequence - 1;
            }
        }
        lastUpdateNanos = now;
        lastSequence = sequence;
    }

    @Override
    public void created(long at) {
        boolean news = parser != MessageParser.FRAME || newestSeen != Long.MIN_VALUE && at > newestSeen;
        newestNow = Math.max(newestNow, at);
        if (news && tally.counting) {
            tally.recordLatency(receivedAt - at);
        }
    }

    /** The time since the last update, in milliseconds; 0 if the connection is closed or has had no update. */
    long withoutUpdate() {
        return open && lastUpdateNanos != 0 ? (System.nanoTime() - lastUpdateNanos) / 1_000_000 : 0;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (open) {
            open = false;
            tally.open--;
        } else {
            fail("closed during the handshake");
        }
        if (parts != null) {
            parts.release();
            parts = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!open) {
            fail(cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage());
        }
        context.close();
    }

    void fail(String reason) {
        if (!failed) {
            failed = true;
            tally.failures.merge(reason, 1, Integer::sum);
            connected.run();
        }
    }
}
