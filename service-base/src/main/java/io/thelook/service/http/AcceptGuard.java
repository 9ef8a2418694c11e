package io.thelook.service.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Closes connections beyond a limit as soon as a listening socket accepts them. */
final class AcceptGuard extends ChannelInboundHandlerAdapter {

    private final ConnectionLimit limit;

    AcceptGuard(ConnectionLimit limit) {
        this.limit = limit;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel accepted = (Channel) message;
        if (limit.admit(accepted)) {
            context.fireChannelRead(message);
        } else {
            // It has no event loop yet.
            accepted.unsafe().closeForcibly();
        }
    }
}
