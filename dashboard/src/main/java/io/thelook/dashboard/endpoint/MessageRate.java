package io.thelook.dashboard.endpoint;

import java.util.function.LongSupplier;

/** Limits the messages from one viewer to 10 a second. Not thread-safe. */
final class MessageRate {

    static final int MOST_IN_A_SECOND = 10;

    private static final long SECOND = 1_000_000_000L;

    private final LongSupplier nanoTime;
    private long secondBegan;
    private int inSecond;

    MessageRate(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.secondBegan = nanoTime.getAsLong();
    }

    /** Counts a message; returns whether it exceeds the limit. */
    boolean isExceeded() {
        long now = nanoTime.getAsLong();
        if (now - secondBegan >= SECOND) {
            secondBegan = now;
            inSecond = 0;
        }
        return ++inSecond > MOST_IN_A_SECOND;
    }
}
