package io.thelook.dashboard.journal;

/**
 * The number of entries that wait for the disk has reached the limit: the sender should retry later. Has no stack
 * trace.
 */
public final class JournalFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JournalFullException(int waiting, long waitingBytes) {
        super("the journal is full: " + waiting + " entries of " + waitingBytes + " bytes wait", null, false, false);
    }
}
