package io.thelook.dashboard.ingest;

/** The records of a delivery cannot be kept at the moment. The message says why, in words. Has no stack trace. */
public final class StoreException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int retryAfterSeconds;

    /** @param retryAfterSeconds after which the sender may try again */
    public StoreException(String words, int retryAfterSeconds) {
        super(words, null, false, false);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    /** The time after which the sender may try again. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
