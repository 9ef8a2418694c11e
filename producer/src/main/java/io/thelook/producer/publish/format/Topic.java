package io.thelook.producer.publish.format;

/** What an event says. */
public enum Topic {
    /** The order was placed. */
    PLACED,
    /** The order changed. */
    CHANGED,
    /** Money was given back. */
    REFUNDED
}
