package io.thelook.dashboard.journal;

/** Receives the entries of a replay, in their order. */
@FunctionalInterface
public interface EntryConsumer {

    /**
     * Takes an entry. An exception ends the replay.
     *
     * @param arrivalMillis when the entry was appended
     * @param entry as it was appended; the consumer may keep it
     */
    void accept(long arrivalMillis, byte[] entry);
}
