package io.thelook.dashboard.history;

/** The history cannot be read or written. The message gives the reason, in words for users of the page. */
public final class HistoryException extends Exception {

    private static final long serialVersionUID = 1L;

    HistoryException(String message, Throwable cause) {
        super(message, cause);
    }
}
