package io.thelook.dashboard.source;

/** A feed of records that keeps itself connected. */
public interface RecordSource {

    /**
     * One connection to the feed.
     *
     * @param number of the connection; each attempt has a higher one
     * @param incremental whether messages build on each other; otherwise each is the whole window
     */
    record Connection(long number, boolean incremental) {}

    /**
     * Receives the status and the messages of a source, each one call at a time. Connections do not overlap: after an
     * event of one connection, no events of an earlier one follow.
     */
    interface Sink {

        /** A message of the feed, not parsed yet. Called on the network's thread: must return at once. */
        void message(Connection connection, String text);

        /**
         * A message of the feed that is not text, and counts as malformed. Called on the network's thread: must return
         * at once.
         *
         * @param why the reason, as text
         */
        void unreadable(Connection connection, String why);

        /** The peer answered a ping after this many milliseconds. */
        void roundTrip(double millis);

        /** The state of the connection has changed. */
        void status(SourceStatus status);
    }

    /** Connects, and reconnects until {@link #stop}. To be called once. */
    void start(Sink sink);

    /** Requests the whole window from an incremental feed, after a message was missed. */
    void resync();

    /** Closes the connection for good. */
    void stop();
}
