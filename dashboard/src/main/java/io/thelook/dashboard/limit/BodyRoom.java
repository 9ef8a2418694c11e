package io.thelook.dashboard.limit;

import io.thelook.service.thread.BoundedCount;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads the bodies of requests, each up to a limit on bytes and time, and all of them together up to another limit,
 * even when inflated. Thread-safe.
 */
public final class BodyRoom {

    private static final int BODIES = 4;

    private final int maxBytes;
    private final long maxBytesOfAll;
    private final Duration maxTime;
    private final BoundedCount taken = new BoundedCount();

    /**
     * Bodies that together take up to {@value #BODIES} times the limit of one.
     *
     * @param maxBytes the largest body, at least 1
     * @param maxTime the time that a body may take
     */
    public BodyRoom(int maxBytes, Duration maxTime) {
        this(maxBytes, (long) BODIES * maxBytes, maxTime);
    }

    /**
     * @param maxBytes the largest body, at least 1
     * @param maxBytesOfAll limit on the bytes of all bodies together
     * @param maxTime the time that a body may take
     */
    public BodyRoom(int maxBytes, long maxBytesOfAll, Duration maxTime) {
        this.maxBytes = maxBytes;
        this.maxBytesOfAll = maxBytesOfAll;
        this.maxTime = maxTime;
    }

    /** The reason for a client whose body was too slow. */
    public String tooSlowReason() {
        return "the body did not arrive within " + maxTime.toSeconds() + " s (MAX_BODY_SECONDS)";
    }

    /** The result of reading a body. */
    public enum Kind {
        /** All of it is there. */
        COMPLETE,
        /** It is larger than the limit. */
        TOO_LARGE,
        /** The bodies together are larger than the limit. */
        NO_ROOM,
        /** It did not arrive in time. */
        TOO_SLOW,
        /** The client has gone. */
        GONE
    }

    /** A body, whose bytes count until it is released. The receiver must release it. Not thread-safe. */
    public final class Outcome {

        private final Kind kind;
        private final Buffer body;
        private int counted;

        private Outcome(Kind kind, Buffer body) {
            this.kind = kind;
            this.body = body;
            this.counted = body.length();
        }

        /** How the reading ended. */
        public Kind kind() {
            return kind;
        }

        /** The body; empty unless it is complete. */
        public byte[] bytes() {
            return body.getBytes();
        }

        /** Counts the bytes of the inflated body instead; returns whether there is room for them. */
        public boolean countInflated(int bytes) {
            boolean hasRoom = taken.add(bytes - counted, maxBytesOfAll);
            counted = hasRoom ? bytes : counted;
            return hasRoom;
        }

        /** Stops counting the body. Further calls have no effect. */
        public void release() {
            taken.subtract(counted);
            counted = 0;
        }
    }

    /**
     * Reads the body of a request.
     *
     * @param receiver called once, on the request's event loop. Unless the body is complete, it is empty, and the
     *     connection closes after the response
     */
    public void read(Vertx vertx, HttpServerRequest request, Consumer<Outcome> receiver) {
        new Reading(vertx, request, receiver).start();
    }

    private final class Reading {

        private final Vertx vertx;
        private final HttpServerRequest request;
        private final Consumer<Outcome> receiver;
        private final Buffer body = Buffer.buffer();
        private long timer = -1;
        private boolean isOver;

        private Reading(Vertx vertx, HttpServerRequest request, Consumer<Outcome> receiver) {
            this.vertx = vertx;
            this.request = request;
            this.receiver = receiver;
        }

        private void start() {
            if (declared() > maxBytes) {
                abandon(Kind.TOO_LARGE);
                return;
            }
            timer = vertx.setTimer(maxTime.toMillis(), late -> abandon(Kind.TOO_SLOW));
            request.handler(this::add);
            request.endHandler(end -> finish());
            request.exceptionHandler(failure -> abandon(Kind.GONE));
            request.resume();
        }

        private long declared() {
            String length = request.getHeader("Content-Length");
            try {
                return length == null ? 0 : Long.parseLong(length);
            } catch (NumberFormatException e) {
                return Long.MAX_VALUE;
            }
        }

        private void add(Buffer chunk) {
            if (isOver) {
                return;
            }
            if (body.length() + chunk.length() > maxBytes) {
                abandon(Kind.TOO_LARGE);
            } else if (taken.add(chunk.length(), maxBytesOfAll)) {
                body.appendBuffer(chunk);
            } else {
                abandon(Kind.NO_ROOM);
            }
        }

        private void finish() {
            if (!isOver) {
                isOver = true;
                vertx.cancelTimer(timer);
                receiver.accept(new Outcome(Kind.COMPLETE, body));
            }
        }

        private void abandon(Kind kind) {
            if (isOver) {
                return;
            }
            isOver = true;
            vertx.cancelTimer(timer);
            taken.subtract(body.length());
            request.response().putHeader("Connection", "close");
            receiver.accept(new Outcome(kind, Buffer.buffer()));
        }
    }
}
