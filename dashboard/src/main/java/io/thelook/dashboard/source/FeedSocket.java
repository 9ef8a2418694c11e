package io.thelook.dashboard.source;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a feed: a WebSocket (RFC 6455) over the TCP or TLS connection that a {@link Connector} made, with
 * Netty's codec.
 *
 * <p>It checks limits before it stores what the peer sends. {@link OpeningHandshake} limits the response to the
 * handshake and agrees to no extension. The limit on a message holds for the length of each frame, for the sum of its
 * frames, and for the result of inflating it. Pings are answered only while the peer reads.
 *
 * <p>{@link #abandon}, {@link Listener#refused} and {@link Listener#ended} close the connection in any state. The
 * listener receives no events after them, except for one that is being handled when another thread calls
 * {@link #abandon}. The listener is called on the connection's event loop. The methods are thread-safe.
 */
final class FeedSocket extends ChannelInboundHandlerAdapter {

    /** Receives the events of one connection. */
    interface Listener {

        /** The handshake is complete. */
        void opened();

        /** Bytes arrived. */
        void heard();

        /** A message arrived, as text or binary. */
        void message(String text);

        /** A message arrived that is not valid UTF-8, or whose gzip is broken or inflates to more than the limit. */
        void unreadable(String why);

        /** A pong with a payload of 8 bytes arrived: the answer to a ping, or an unsolicited one. */
        void pong(long payload);

        /** The handshake failed: the peer did not accept it, or the connection ended before it was complete. */
        void refused(String why);

        /** The connection could not be made, or it has ended. */
        void ended(String why);
    }

    private static final Duration CLOSING_TIMEOUT = Duration.ofSeconds(1);

    /** The name of Vert.x's handler in a pipeline. */
    private static final String VERTX = "handler";

    private final Words words;
    private final Listener listener;
    private final OpeningHandshake handshake;
    private final MessageAssembler assembler;

    private volatile ChannelHandlerContext context;
    private volatile boolean over;

    // The following belong to the event loop.
    private boolean open;
    private boolean binary;

    /**
     * @param handshake of this connection
     * @param maxBytes the limit on a message
     */
    FeedSocket(OpeningHandshake handshake, int maxBytes, Words words, Listener listener) {
        this.words = words;
        this.listener = listener;
        this.handshake = handshake;
        this.assembler = new MessageAssembler(maxBytes);
    }

    /** The connection could not be made. */
    void failed(Throwable failure) {
        end(words.failure(failure));
    }

    /**
     * Takes over a connection that was made: inserts the handlers before that of Vert.x in its pipeline. To be called
     * once.
     */
    void attach(ChannelHandlerContext vertx) {
        if (over) {
            vertx.close();
            return;
        }
        ChannelPipeline pipeline = vertx.pipeline();
        pipeline.addBefore(VERTX, "http", OpeningHandshake.codec());
        pipeline.addBefore(VERTX, "feed", this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
        handshake.ask(added.channel()).addListener(written -> {
            if (!written.isSuccess()) {
                end(words.failure(written.cause()));
            }
        });
        if (over) {
            close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext reading, Object read) {
        try {
            if (!over) {
                if (read instanceof HttpResponse response) {
                    answered(response);
                } else if (read instanceof WebSocketFrame frame) {
                    take(frame);
                }
            }
        } finally {
            ReferenceCountUtil.release(read);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext reading) {
        if (!over) {
            listener.heard();
        }
        reading.fireChannelReadComplete();
    }

    private void answered(HttpResponse response) {
        handshake.finish(context.channel(), response).ifPresentOrElse(this::refuse, () -> {
            open = true;
            listener.opened();
        });
    }

    private void take(WebSocketFrame frame) {
        if (frame instanceof PingWebSocketFrame) {
            // Pongs would pile up if the peer does not read.
            if (context.channel().isWritable()) {
                context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
            }
        } else if (frame instanceof PongWebSocketFrame) {
            if (frame.content().readableBytes() == Long.BYTES) {
                listener.pong(frame.content().readLong());
            }
        } else if (frame instanceof CloseWebSocketFrame closing) {
            end(words.closed(closing));
        } else {
            takeData(frame);
        }
    }

    private void takeData(WebSocketFrame frame) {
        if (frame instanceof BinaryWebSocketFrame) {
            binary = true;
        } else if (frame instanceof TextWebSocketFrame) {
            binary = false;
        }
        if (assembler.isTooLong(frame.content())) {
            end(words.tooLong());
        } else if (!frame.isFinalFragment()) {
            assembler.add(frame.content());
        } else {
            try {
                listener.message(assembler.finish(frame.content()));
            } catch (CharacterCodingException e) {
                listener.unreadable(kind() + " is not UTF-8 text");
            } catch (GzipException e) {
                listener.unreadable(kind() + " " + e.getMessage());
            }
        }
    }

    private String kind() {
        return binary ? "a binary message" : "a text message";
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext failing, Throwable failure) {
        if (open) {
            end(words.failure(failure));
        } else {
            refuse(words.failure(failure));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext closed) {
        if (open) {
            end("connection lost");
        } else {
            refuse("closed the connection during the handshake");
        }
        closed.fireChannelInactive();
    }

    private void refuse(String why) {
        if (!over) {
            over = true;
            listener.refused(why);
            close();
        }
    }

    private void end(String why) {
        if (!over) {
            over = true;
            listener.ended(why);
            close();
        }
    }

    /** Closes the connection without telling the listener. */
    void abandon() {
        over = true;
        ChannelHandlerContext attached = context;
        if (attached != null) {
            try {
                attached.executor().execute(this::close);
            } catch (RejectedExecutionException e) {
                // Vert.x is closed, and so is the connection.
            }
        }
    }

    /** Sends a close frame and closes, after a second even if the peer does not read. Called on the event loop. */
    private void close() {
        ChannelHandlerContext attached = context;
        if (attached == null) {
            return;
        }
        if (!open || !attached.channel().isActive()) {
            attached.close();
            return;
        }
        open = false;
        attached.writeAndFlush(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE))
                .addListener(ChannelFutureListener.CLOSE);
        attached.executor().schedule(() -> attached.close(), CLOSING_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Stops reading, so that the peer has to wait. */
    void pause() {
        setReading(false);
    }

    /** Continues to read after {@link #pause}. */
    void resume() {
        setReading(true);
    }

    private void setReading(boolean isReading) {
        ChannelHandlerContext attached = context;
        if (attached != null && attached.channel().config().isAutoRead() != isReading) {
            attached.channel().config().setAutoRead(isReading);
        }
    }

    boolean isPaused() {
        ChannelHandlerContext attached = context;
        return attached != null && !attached.channel().config().isAutoRead();
    }

    /** Sends a text message. Drops it without a connection, or if the peer has not read what was sent before. */
    void send(String text) {
        write(new TextWebSocketFrame(text));
    }

    /** Sends a ping. Drops it without a connection, or if the peer has not read what was sent before. */
    void ping(long payload) {
        write(new PingWebSocketFrame(Unpooled.copyLong(payload)));
    }

    private void write(WebSocketFrame frame) {
        ChannelHandlerContext attached = context;
        if (!over && attached != null && attached.channel().isWritable()) {
            attached.writeAndFlush(frame);
        } else {
            frame.release();
        }
    }
}
