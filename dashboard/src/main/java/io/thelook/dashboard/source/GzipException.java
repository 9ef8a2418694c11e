package io.thelook.dashboard.source;

import java.io.IOException;

/** Thrown for bytes that cannot be inflated. The message is a predicate, such as "is not valid gzip". */
public final class GzipException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean isTooLong;

    GzipException(String message, boolean isTooLong) {
        super(message);
        this.isTooLong = isTooLong;
    }

    /** Whether the bytes inflate to more than the limit. Otherwise they are not valid gzip. */
    public boolean isTooLong() {
        return isTooLong;
    }
}
