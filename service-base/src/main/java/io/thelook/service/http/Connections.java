package io.thelook.service.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/** Ends connections of peers that do not read. */
public final class Connections {

    private Connections() {}

    /**
     * Resets a connection: what it has not taken yet is discarded, here and in the kernel. A close would wait behind it.
     * Callable from any thread; does nothing if the connection is closed.
     */
    public static void reset(HttpConnection connection) {
        reset(((ConnectionBase) connection).channel());
    }

    /** The same for the channel of a connection. */
    public static void reset(Channel channel) {
        channel.eventLoop().execute(() -> {
            // The first handler closes past all others, which might want to say goodbye.
            ChannelHandlerContext first = channel.pipeline().firstContext();
            if (channel.isActive() && first != null) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                first.close();
            }
        });
    }
}
