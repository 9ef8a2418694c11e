package io.thelook.dashboard.source;

import java.io.IOException;

/** Thrown for bytes that cannot be inflated. The message is a predicate, such as "is not valid gzip". */
public final class GzipException extends IOException {

    private static final long serialVersionUID = 1L;

    GzipException(String message) {
        super(message);
    }
}
