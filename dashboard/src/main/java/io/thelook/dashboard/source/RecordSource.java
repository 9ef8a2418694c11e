package io.thelook.dashboard.source;

/** A feed of records that keeps itself connected. */
public interface RecordSource {

    /**
     * One connection to the feed.
     *
     * @param number counts the connections
     * @param incremental whether its messages build on each other; otherwise each is the whole window
     */
    record Connection(long number, boolean incremental) {}

    /**
     * Receives what a source has to tell: the status one call at a time, the messages one at a time. Connections do not
     * overlap: after something of one connection, nothing of an earlier one comes.
     */
    interface Sink {

        /** A message of the feed, unread. Returns at once: it is called on the network's thread. */
        void message(Connection connection, String text);

        /**
         * A message of the feed that is not text, and counts as malformed. Returns at once: it is called on the network's
         * thread.
         *
         * @param why in words
         */
        void unreadable(Connection connection, String why);

        /** A ping came back after so many milliseconds. */
        void roundTrip(double millis);

        /** The state of the connection has changed. */
        void status(SourceStatus status);
    }

    /** Connects, and reconnects for ever. To be called once. */
    void start(Sink sink);

    /** Something was missed: asks an incremental feed for the whole window. */
    void resync();

    /** Closes the connection for good. */
    void stop();
}
