package io.thelook.model;

/**
 * A message of a feed as it was read, of either contract.
 *
 * @param kind what it says
 * @param sequence the number of the state that it leads to; 0 in a {@link Kind#FRAME}
 * @param now the sender's clock when it was made, in milliseconds since the epoch; 0 in a {@link Kind#FRAME}
 * @param from the window's lower edge: records with an earlier event time have left it; 0 in a {@link Kind#FRAME}
 * @param frame the records that it brings; none in a {@link Kind#HEARTBEAT}
 */
public record FeedMessage(Kind kind, long sequence, long now, long from, Frame frame) {

    /** What a message says. */
    public enum Kind {
        /** The whole window, under the snapshot contract. */
        FRAME,
        /** The whole window, under {@code thelook.v1}. */
        SNAPSHOT,
        /** New and changed records; the state before it has the previous sequence number. */
        UPSERT,
        /** Nothing but the clock, the edge, and the sequence number of the state that stands. */
        HEARTBEAT
    }
}
