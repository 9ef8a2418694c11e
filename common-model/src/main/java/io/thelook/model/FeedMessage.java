package io.thelook.model;

/**
 * A message read from a feed, of either contract.
 *
 * @param kind the kind of message
 * @param sequence the sequence number of the state after the message; 0 in a {@link Kind#FRAME}
 * @param now the sender's clock when it made the message, in milliseconds since the epoch; 0 in a {@link Kind#FRAME}
 * @param from the window's lower edge, in milliseconds since the epoch: records with an earlier event time have left
 *     it; 0 in a {@link Kind#FRAME}
 * @param frame the records of the message; none in a {@link Kind#HEARTBEAT}
 */
public record FeedMessage(Kind kind, long sequence, long now, long from, Frame frame) {

    /** The kind of a message. */
    public enum Kind {
        /** The whole window, under the snapshot contract. */
        FRAME,
        /** New and changed records of a feed that does not send its clock. */
        ADDITIONS,
        /** The whole window, under {@code thelook.v1}. */
        SNAPSHOT,
        /** New and changed records since the previous sequence number. */
        UPSERT,
        /** Only the clock, the edge, and the sequence number of the current state. */
        HEARTBEAT
    }
}
