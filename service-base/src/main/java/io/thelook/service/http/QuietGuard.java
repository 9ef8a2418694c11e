package io.thelook.service.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Ends a connection that has had no request under way for too long: one that never sends a complete request
 * head, or stays open unused. Removes itself when the connection becomes a WebSocket. Used on the connection's event
 * loop only.
 */
final class QuietGuard extends ChannelHandlerAdapter {

    private final long maxQuietNanos;
    private final Runnable onEnd;
    private Future<?> next;

    QuietGuard(Duration maxQuiet, Runnable onEnd) {
        this.maxQuietNanos = maxQuiet.toNanos();
        this.onEnd = onEnd;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        checkAfter(context, maxQuietNanos);
    }

    private void checkAfter(ChannelHandlerContext context, long nanos) {
        next = context.executor().schedule(() -> check(context), nanos, TimeUnit.NANOSECONDS);
    }

    /** A waiting task would keep the connection's objects in memory. */
    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        next.cancel(false);
    }

    private void check(ChannelHandlerContext context) {
        Channel channel = context.channel();
        if (!channel.isOpen() || context.isRemoved()) {
            return;
        }
        UntakenAnswers answers = channel.pipeline().get(UntakenAnswers.class);
        if (answers == null && UntakenAnswers.hasBegun(channel)) {
            context.pipeline().remove(this);
            return;
        }
        long left = answers == null ? 0 : answers.quietNanosLeft(maxQuietNanos);
        if (left > 0) {
            checkAfter(context, left);
        } else {
            onEnd.run();
            channel.close();
        }
    }
}
