package io.thelook.service.http;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Counts the requests of an HTTP/1 connection whose responses the peer has not taken, and resets the connection if
 * there are too many. Removes itself when the connection becomes a WebSocket. Used on the connection's event loop only.
 */
final class UntakenAnswers extends ChannelDuplexHandler {

    private final int most;
    private final Runnable onReset;

    /** Starts at 1 for the request that is being handled while this handler is added. */
    private int untaken = 1;

    private boolean isReset;

    UntakenAnswers(int most, Runnable onReset) {
        this.most = most;
        this.onReset = onReset;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
        if (message instanceof HttpRequest && !isReset && ++untaken > most) {
            isReset = true;
            onReset.run();
            Connections.reset(context.channel());
        }
        if (isReset) {
            ReferenceCountUtil.release(message);
            return;
        }
        super.channelRead(context, message);
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
        if (message instanceof HttpResponse response) {
            if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
                super.write(context, message, promise);
                context.pipeline().remove(this);
                return;
            }
            if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
                super.write(context, message, promise);
                return;
            }
        }
        if (message instanceof LastHttpContent) {
            super.write(context, message, promise.unvoid().addListener(taken -> untaken--));
        } else {
            super.write(context, message, promise);
        }
    }
}
