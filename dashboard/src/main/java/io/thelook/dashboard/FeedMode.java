package io.thelook.dashboard;

/** The meaning of a message of a feed without {@code thelook.v1}. */
public enum FeedMode {
    /** All records of the feed's window. */
    WINDOW,
    /** What is new or changed. */
    ADDITIONS
}
