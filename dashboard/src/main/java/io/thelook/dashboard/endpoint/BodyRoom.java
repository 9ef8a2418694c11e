package io.thelook.dashboard.endpoint;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Reads the bodies of requests, each up to a limit of bytes and of time, and all of them up to {@value #BODIES} times
 * the limit. Thread-safe.
 */
final class BodyRoom {

    /** The time that a body may take. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final int BODIES = 4;

    private final int maxBytes;
    private final AtomicLong taken = new AtomicLong();

    BodyRoom(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** How the reading of a body ended. */
    enum Kind {
        COMPLETE,
        TOO_LARGE,
        NO_ROOM,
        TOO_SLOW,
        GONE
    }

    /** A body, whose bytes are counted until they are released. Whoever receives it must release it once. */
    final class Outcome {

        private final Kind kind;
        private final Buffer body;
        private final AtomicBoolean isReleased = new AtomicBoolean();

        private Outcome(Kind kind, Buffer body) {
            this.kind = kind;
            this.body = body;
        }

        Kind kind() {
            return kind;
        }

        byte[] bytes() {
            return body.getBytes();
        }

        void release() {
            if (isReleased.compareAndSet(false, true)) {
                taken.addAndGet(-body.length());
            }
        }
    }

    /**
     * Reads the body of a request.
     *
     * @param receiver is called once, on the request's event loop. Unless the body is complete, nothing is left to
     *     release, and the connection is closed after the response
     */
    void read(Vertx vertx, HttpServerRequest request, Consumer<Outcome> receiver) {
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
            timer = vertx.setTimer(PATIENCE.toMillis(), late -> abandon(Kind.TOO_SLOW));
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
            } else if (taken.addAndGet(chunk.length()) > (long) BODIES * maxBytes) {
                taken.addAndGet(-chunk.length());
                abandon(Kind.NO_ROOM);
            } else {
                body.appendBuffer(chunk);
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
            taken.addAndGet(-body.length());
            request.response().putHeader("Connection", "close");
            receiver.accept(new Outcome(kind, Buffer.buffer()));
        }
    }
}
