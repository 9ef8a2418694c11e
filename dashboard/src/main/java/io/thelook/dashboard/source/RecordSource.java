package io.thelook.dashboard.source;

import java.util.List;
import java.util.concurrent.CompletionStage;

/** A source of records that keeps itself connected. */
public interface RecordSource {

    /** What the messages of a connection mean. */
    enum Meaning {
        /** Messages of {@code thelook.v1}, which build on each other. */
        PROTOCOL,
        /** Each message has everything that is in the feed's window. */
        WINDOW,
        /** Each message has what is new or changed. */
        ADDITIONS
    }

    /**
     * One connection to a source.
     *
     * @param number increases with each connection
     * @param meaning what its messages mean
     */
    record Connection(long number, Meaning meaning) {}

    /**
     * One entry of a batch: a text, or the removal of an order.
     *
     * @param orderId the order that is removed; {@code null} if the entry has a text
     * @param text in any form of JSON that carries records; {@code null} if the entry removes an order
     */
    record Entry(String orderId, String text) {}

    /**
     * Receives messages and status changes from a source. The source makes the calls of {@link #status} one at a time,
     * and so the calls about messages. Connections do not overlap: after a call about one connection, the source makes
     * no calls about an earlier one.
     */
    interface Sink {

        /** Receives a message of {@link Meaning#PROTOCOL} or {@link Meaning#WINDOW}. Must return at once. */
        void message(Connection connection, String text);

        /**
         * Receives entries of {@link Meaning#ADDITIONS}, in order. Must return at once. A source has only a few batches
         * under way at a time, because nothing else limits them.
         *
         * @param isLive whether the records have just happened; otherwise their age says nothing about delays
         * @return completes once the batch has been applied; never exceptionally
         */
        CompletionStage<Void> batch(Connection connection, List<Entry> entries, boolean isLive);

        /**
         * Receives the news of a message that is not valid UTF-8. The sink counts it as malformed. Must return at once.
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

    /** Connects, and reconnects until {@link #stop}. Call it once. */
    void start(Sink sink);

    /** Requests everything that the window should have: after a gap, or after the window was discarded. */
    void resync();

    /** Closes the connection for good. */
    void stop();
}
