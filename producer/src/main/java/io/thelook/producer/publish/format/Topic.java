package io.thelook.producer.publish.format;

/** The kinds of events. */
public enum Topic {
    /** The order was placed. */
    PLACED,
    /** The order changed. */
    CHANGED,
    /** The payment was refunded. */
    REFUNDED
}
