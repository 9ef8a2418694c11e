package io.thelook.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A minimal server: it writes one text frame, which is made once, to every WebSocket four times a second. Any CPU time
 * beyond that is the cost of the services themselves.
 */
public final class BareServer {

    private static final int PAYLOAD = 620;
    private static final int HEADER = 4;
    private static final int INTERVAL_MILLIS = 250;
    private static final byte FINAL_TEXT = (byte) 0x81;
    private static final byte TWO_BYTES = 126;

    private BareServer() {}

    /** @param args the port */
    public static void main(String... args) throws InterruptedException {
        int port = args.length == 1 ? port(args[0]) : -1;
        if (port < 0) {
            System.err.println("bare: expected a port from 1 to 65535");
            System.exit(2);
        }
        EventLoopGroup loops = new NioEventLoopGroup(2 * Runtime.getRuntime().availableProcessors());
        Channel server = serve(port, loops);
        System.out.println("bare server on ws://localhost:" + port + ", process "
                + ProcessHandle.current().pid());
        server.closeFuture().sync();
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port > 0 && port < 65_536 ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Serves until the channel is closed. */
    static Channel serve(int port, EventLoopGroup loops) throws InterruptedException {
        ByteBuf frame = Unpooled.unreleasableBuffer(Unpooled.directBuffer(HEADER + PAYLOAD)
                .writeByte(FINAL_TEXT)
                .writeByte(TWO_BYTES)
                .writeShort(PAYLOAD)
                .writeBytes("x".repeat(PAYLOAD).getBytes(US_ASCII))
                .asReadOnly());
        Map<EventExecutor, Set<Channel>> viewers = new HashMap<>();
        for (EventExecutor loop : loops) {
            Set<Channel> own = new HashSet<>();
            viewers.put(loop, own);
            loop.scheduleAtFixedRate(
                    () -> own.forEach(viewer -> viewer.writeAndFlush(frame.duplicate())),
                    INTERVAL_MILLIS,
                    INTERVAL_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
        return listen(port, loops, channel -> channel.pipeline()
                .addLast(new WebSocketServerProtocolHandler("/"), new Joiner(viewers.get(channel.eventLoop()))));
    }

    /**
     * Listens on a port of this machine.
     *
     * @param port 0 for any
     * @param more adds the handlers after those of HTTP
     */
    static Channel listen(int port, EventLoopGroup loops, Consumer<Channel> more) throws InterruptedException {
        return new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, 10_000)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(65_536));
                        more.accept(channel);
                    }
                })
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .sync()
                .channel();
    }

    /** Adds a channel to those of its event loop once its handshake is complete. */
    private static final class Joiner extends ChannelInboundHandlerAdapter {

        private final Set<Channel> viewers;

        Joiner(Set<Channel> viewers) {
            this.viewers = viewers;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof HandshakeComplete) {
                viewers.add(context.channel());
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            viewers.remove(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
