package io.thelook.dashboard.journal;

/** As many entries wait for the disk as the settings allow: the sender should come again later. Has no stack trace. */
public final class JournalFullException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    JournalFullException(int waiting, long waitingBytes) {
        super("the journal is full: " + waiting + " entries of " + waitingBytes + " bytes wait", null, false, false);
    }
}
