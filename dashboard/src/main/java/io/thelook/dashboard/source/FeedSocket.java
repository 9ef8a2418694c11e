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
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.NetSocketInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * One connection to a feed: a WebSocket (RFC 6455) over a TCP or TLS connection of Vert.x, with Netty's codec.
 *
 * <p>It holds a peer to limits before it stores what the peer sends. {@link OpeningHandshake} limits the answer to the
 * handshake and agrees to no extension, so nothing is inflated. A frame is refused by its length, and a message by the sum of
 * its frames. A ping is answered only while the peer reads.
 *
 * <p>The listener hears nothing after {@link #abandon}, {@link Listener#refused} or {@link Listener#ended}, each of which closes
 * the connection in whatever state it is. The listener is called on the connection's event loop; the methods are thread-safe.
 */
final class FeedSocket extends ChannelInboundHandlerAdapter {

    /** Hears of one connection. */
    interface Listener {

        /** The handshake is complete. */
        void opened();

        /** Bytes came. */
        void heard();

        /** A text message, or a binary one that holds text. */
        void message(String text);

        /** A message that holds no text. */
        void unreadable(String why);

        /** An answer to a ping, or a pong of the same form. */
        void pong(long payload);

        /** The peer answered the handshake with something else than a WebSocket. */
        void refused(String why);

        /** There is no connection, or none any more. */
        void ended(String why);
    }

    /** The time that a TCP connection, and then TLS, may take. */
    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration CLOSING_TIMEOUT = Duration.ofSeconds(1);

    /** The name of the handler of Vert.x in a pipeline. */
    private static final String VERTX = "handler";

    private final FeedAddress address;
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
     * @param subprotocol to ask for; {@code null} for none
     * @param maxBytes the limit on a message
     */
    FeedSocket(FeedAddress address, String subprotocol, int maxBytes, Words words, Listener listener) {
        this.address = address;
        this.words = words;
        this.listener = listener;
        this.handshake = new OpeningHandshake(address, subprotocol, maxBytes);
        this.assembler = new MessageAssembler(maxBytes);
    }

    /** Connects. To be called once. */
    void connect(NetClient client) {
        try {
            client.connect(socketAddress())
                    .onSuccess(connected -> attach(((NetSocketInternal) connected).channelHandlerContext()))
                    .onFailure(failure -> end(words.failure(failure)));
        } catch (UnknownHostException e) {
            end(words.failure(e));
        }
    }

    private SocketAddress socketAddress() throws UnknownHostException {
        return address.hasZone()
                ? SocketAddress.inetSocketAddress(
                        new InetSocketAddress(InetAddress.getByName(address.host()), address.port()))
                : SocketAddress.inetSocketAddress(address.port(), address.host());
    }

    /** Takes over a connection, at the place of the handler of Vert.x in its pipeline. */
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
            // Pongs to a peer that does not read would pile up.
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
                listener.unreadable("a " + (binary ? "binary" : "text") + " message is not UTF-8 text");
            }
        }
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

    /** Ends the connection, about which the listener hears nothing any more. */
    void abandon() {
        over = true;
        ChannelHandlerContext attached = context;
        if (attached != null) {
            try {
                attached.executor().execute(this::close);
            } catch (RejectedExecutionException e) {
                // Vert.x has been closed, and the connection with it.
            }
        }
    }

    /** Says good-bye and closes; a peer that does not read has a second. Belongs to the event loop. */
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

    /** Sends a text message, if the connection is there. */
    void send(String text) {
        write(new TextWebSocketFrame(text));
    }

    /** Sends a ping, unless the peer has not read what was sent before. */
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
