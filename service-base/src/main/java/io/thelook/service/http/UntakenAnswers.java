package io.thelook.service.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.util.function.LongSupplier;

/**
 * Counts the requests of an HTTP/1 connection whose responses the peer has not taken, and resets the connection if
 * there are too many. Removes itself when the connection becomes a WebSocket. Used on the connection's event loop only.
 */
final class UntakenAnswers extends ChannelDuplexHandler {

    private static final AttributeKey<Boolean> HAS_BEGUN = AttributeKey.valueOf("thelook.requested");

    private final int most;
    private final Runnable onReset;
    private final LongSupplier nanoTime;

    /** Starts at 1 for the request that is being handled while this handler is added. */
    private int untaken = 1;

    private boolean isReset;

    /** Whether all of the newest request has arrived. */
    private boolean isWhole;

    /** When the last response was taken, or a part of a request arrived. */
    private long quietSince;

    UntakenAnswers(int most, Runnable onReset, LongSupplier nanoTime) {
        this.most = most;
        this.onReset = onReset;
        this.nanoTime = nanoTime;
        this.quietSince = nanoTime.getAsLong();
    }

    /** Whether a connection has had a request. */
    static boolean hasBegun(Channel channel) {
        return channel.hasAttr(HAS_BEGUN);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().attr(HAS_BEGUN).set(true);
    }

    /**
     * How long the connection may still be quiet, in nanoseconds. While the service prepares a response, it is not: but
     * it is while the body of a request does not arrive.
     *
     * @param patience how long it may be without a request under way
     */
    long quietNanosLeft(long patience) {
        return untaken > 0 && isWhole ? patience : quietSince + patience - nanoTime.getAsLong();
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
        isWhole = message instanceof LastHttpContent;
        quietSince = nanoTime.getAsLong();
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
            super.write(context, message, promise.unvoid().addListener(taken -> {
                untaken--;
                quietSince = nanoTime.getAsLong();
            }));
        } else {
            super.write(context, message, promise);
        }
    }
}
