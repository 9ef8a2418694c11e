package io.thelook.dashboard;

/** What a message of a feed means that does not speak {@code thelook.v1}. */
public enum FeedMode {
    /** Everything that is in the feed's window. */
    WINDOW,
    /** What is new or changed. */
    ADDITIONS
}
