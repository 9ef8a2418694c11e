package io.thelook.dashboard.source;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** A source of records that keeps itself connected. */
public interface RecordSource {

    /** The meaning of the messages of a connection. */
    enum Meaning {
        /** Messages of {@code thelook.v1}, which build on each other. */
        PROTOCOL,
        /** Each message has all records of the feed's window. */
        WINDOW,
        /** Each message has the new and changed records. */
        ADDITIONS
    }

    /**
     * One connection to a source.
     *
     * @param number increases with each connection
     * @param meaning of its messages
     */
    record Connection(long number, Meaning meaning) {}

    /**
     * One entry of a batch: a text, or the removal of an order.
     *
     * @param orderId the order that is removed; {@code null} if the entry has a text
     * @param text in any form of JSON that carries records; {@code null} if the entry removes an order
     * @param isOwn whether the text is a record of theLook, which needs no mapping
     * @param place where a log has the entry
     */
    record Entry(String orderId, String text, boolean isOwn, Place place) {

        /** An entry of a source that is no log. */
        public Entry(String orderId, String text) {
            this(orderId, text, false, Place.UNKNOWN);
        }
    }

    /**
     * Where a log has an entry.
     *
     * @param partition its number, from 0
     * @param offset of the entry in its partition
     * @param time when the entry was added, in milliseconds since the epoch, or 0: the event time of records without
     *     one, so that all readers of the log give them the same
     */
    record Place(int partition, long offset, long time) {

        /** The place of an entry of a source that is no log. */
        public static final Place UNKNOWN = new Place(-1, -1, 0);

        /** The place of an entry of a source that is no log, but knows when it was added. */
        public static Place at(long time) {
            return new Place(-1, -1, time);
        }

        /** Whether the source is a log. */
        public boolean isKnown() {
            return partition >= 0;
        }

        /** Whether it is known when the entry was added. */
        public boolean hasTime() {
            return isKnown() || time > 0;
        }
    }

    /**
     * Entries in order.
     *
     * @param isLive whether the records are new; the age of others is no measure of delays
     * @param after the position of a log after them, which may be behind entries that were left out
     */
    record Batch(List<Entry> entries, boolean isLive, LogPosition after) {

        /** One new entry of a source that is no log. */
        public static Batch live(Entry entry) {
            return new Batch(List.of(entry), true, LogPosition.NONE);
        }
    }

    /**
     * Receives messages and status changes from a source. The source makes one call of {@link #status} at a time, and
     * one call about messages at a time. Connections do not overlap: after a call about one connection, the source
     * makes no calls about an earlier one.
     */
    interface Sink {

        /** Receives a message of {@link Meaning#PROTOCOL} or {@link Meaning#WINDOW}. Must return at once. */
        void message(Connection connection, String text);

        /**
         * Receives entries of {@link Meaning#ADDITIONS}. Must return at once. A source limits the batches that wait to
         * be applied, because the sink does not.
         *
         * @return completes once the batch has been applied; never exceptionally
         */
        CompletionStage<Void> batch(Connection connection, Batch batch);

        /**
         * Receives the reason why a message cannot be read, such as bytes that are not UTF-8. The sink counts the
         * message as malformed. Must return at once.
         *
         * @param why the reason, in words
         */
        void unreadable(Connection connection, String why);

        /** The source has delivered all records since this time, in milliseconds since the epoch. */
        void completeSince(long time);

        /** Receives the round-trip time of a ping, in milliseconds. */
        void roundTrip(double millis);

        /** Receives a new state of the connection. */
        void status(SourceStatus status);
    }

    /**
     * Where to begin to read a log.
     *
     * @param bookmark of an earlier run; empty if there was none
     * @param since the time to begin at if there is no bookmark, or it is one of another log, in milliseconds since the
     *     epoch
     */
    record Beginning(Optional<Bookmark> bookmark, long since) {}

    /**
     * Has a log begin elsewhere than at the start of the window. Call it before {@link #start}, or not at all.
     *
     * @param where the source waits for it; empty for the start of the window
     */
    default void beginAt(CompletionStage<Optional<Beginning>> where) {}

    /** Connects, and reconnects until {@link #stop}. Call it once. */
    void start(Sink sink);

    /** Requests all records of the window again, after a gap or after the window was discarded. */
    void resync();

    /**
     * Whether what the source had when it was started has been passed on, so that the figures can be those of others
     * that read the same source. Once true, it stays so. Thread-safe.
     */
    default boolean hasCaughtUp() {
        return true;
    }

    /** Closes the connection for good. */
    void stop();
}
