package io.thelook.service.feed;

/**
 * The whole window as one frame.
 *
 * @param frame the text to send
 * @param records how many records it holds
 */
public record Snapshot(String frame, int records) {}
