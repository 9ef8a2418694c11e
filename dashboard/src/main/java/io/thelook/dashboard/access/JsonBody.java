package io.thelook.dashboard.access;

import io.thelook.dashboard.limit.BodyRoom;
import io.thelook.service.access.JsonError;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads small bodies of requests, and responds to those that cannot be read. Thread-safe. */
final class JsonBody {

    /** More than the bodies of one address can take: a slow client must not block others. */
    private static final long MOST_BYTES_OF_ALL = 16_000_000;

    private final int maxBytes;
    private final BodyRoom room;

    /**
     * @param maxBytes the largest body
     * @param maxTime the time that a body may take
     */
    JsonBody(int maxBytes, Duration maxTime) {
        this.maxBytes = maxBytes;
        this.room = new BodyRoom(maxBytes, MOST_BYTES_OF_ALL, maxTime);
    }

    /**
     * Reads the body of a request.
     *
     * @param receiver called on the request's event loop if the body is complete
     */
    void read(RoutingContext context, Consumer<byte[]> receiver) {
        room.read(context.vertx(), context.request(), outcome -> {
            byte[] body = outcome.bytes();
            outcome.release();
            switch (outcome.kind()) {
                case COMPLETE -> receiver.accept(body);
                case TOO_LARGE ->
                    JsonError.send(context.response(), 413, "expected a body of at most " + maxBytes + " bytes");
                case TOO_SLOW -> JsonError.send(context.response(), 408, room.tooSlowReason());
                case NO_ROOM -> {
                    context.response().putHeader("Retry-After", "1");
                    JsonError.send(context.response(), 503, "too many requests: try again in 1 s");
                }
                case GONE -> {}
            }
        });
    }
}
