package io.thelook.dashboard.source;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the messages that the sink has received and not yet applied, over all connections of a source. Pauses the
 * connection while they exceed the limit, so that the peer has to wait. Thread-safe.
 */
final class Unapplied {

    /** Counts for each message besides its text, in characters, so that many small messages do not fill the memory. */
    private static final int OVERHEAD = 256;

    private final long most;
    private final AtomicLong characters = new AtomicLong();
    private volatile FeedSocket paused;

    /** @param most the limit in characters; a single message may exceed it */
    Unapplied(long most) {
        this.most = most;
    }

    /** Adds a message. To be called before the sink receives it. */
    void add(String text, FeedSocket from) {
        if (characters.addAndGet(text.length() + OVERHEAD) > most) {
            // Each message that is added is removed later, so the connection does not stay paused.
            paused = from;
            from.pause();
        }
    }

    /** Removes a message that the sink has applied. */
    void remove(String text) {
        if (characters.addAndGet(-text.length() - OVERHEAD) <= most / 2) {
            FeedSocket waiting = paused;
            if (waiting != null) {
                waiting.resume();
            }
        }
    }
}
