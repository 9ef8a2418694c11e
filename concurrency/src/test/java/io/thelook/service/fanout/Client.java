package io.thelook.service.fanout;

import static io.thelook.concurrency.Interleavings.check;
import static io.thelook.concurrency.Interleavings.equal;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A peer that takes a message when a scenario says so, and checks that it can be understood: {@code update 3} after
 * what led to state 2 only, {@code whole 3} at any time.
 */
final class Client implements Peer {

    private static final int NONE = -1;
    private static final Exception RESET = new IllegalStateException("connection reset");

    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    // The following are guarded by this.
    private CompletableFuture<Void> inFlight;
    private AssertionError fault;

    /** The state that the messages led to. */
    private int state = NONE;

    @Override
    public synchronized CompletionStage<Void> send(Message message) {
        try {
            check(inFlight == null, "a message is sent while another one is in flight");
            understand(message.text());
        } catch (AssertionError e) {
            fault = e;
        }
        inFlight = new CompletableFuture<>();
        return inFlight;
    }

    private void understand(String message) {
        int number = message.charAt(message.indexOf(' ') + 1) - '0';
        if (message.startsWith("update")) {
            equal(state, number - 1, "what an update builds on");
        }
        state = number;
    }

    /** Takes the message in flight, or fails to; returns whether there was one. */
    boolean take(boolean well) {
        CompletableFuture<Void> taken = land(well);
        if (taken == null) {
            return false;
        }
        if (well) {
            taken.complete(null);
        } else {
            taken.completeExceptionally(RESET);
        }
        return true;
    }

    private synchronized CompletableFuture<Void> land(boolean well) {
        CompletableFuture<Void> landed = inFlight;
        inFlight = null;
        if (landed != null && !well) {
            state = NONE;
        }
        return landed;
    }

    /** Whether a message is in flight. */
    synchronized boolean isBusy() {
        return inFlight != null;
    }

    /** The connection ends. */
    void end() {
        closed.complete(null);
        take(false);
    }

    @Override
    public CompletionStage<Void> close(int code, String reason) {
        closed.complete(null);
        return closed;
    }

    @Override
    public CompletionStage<Void> closed() {
        return closed;
    }

    boolean isClosed() {
        return closed.isDone();
    }

    /** Fails if a message could not be understood. */
    synchronized void verify() {
        if (fault != null) {
            throw fault;
        }
    }

    /** Fails unless all messages could be understood and led to a state. */
    synchronized void verify(int expected) {
        verify();
        equal(state, expected, "state of the client");
    }
}
