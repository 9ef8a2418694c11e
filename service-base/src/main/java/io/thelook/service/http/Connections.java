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
     * Resets a connection and discards the data that the peer has not taken yet, here and in the kernel. A normal close
     * would wait for that data. Callable from any thread; does nothing if the connection is closed.
     */
    public static void reset(HttpConnection connection) {
        reset(((ConnectionBase) connection).channel());
    }

    /** Does the same for the channel of a connection. */
    public static void reset(Channel channel) {
        channel.eventLoop().execute(() -> {
            // Closing at the first handler bypasses all others, which might still want to send something.
            ChannelHandlerContext first = channel.pipeline().firstContext();
            if (channel.isActive() && first != null) {
                channel.config().setOption(ChannelOption.SO_LINGER, 0);
                first.close();
            }
        });
    }
}
