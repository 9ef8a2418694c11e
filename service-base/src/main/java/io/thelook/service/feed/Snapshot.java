package io.thelook.producer.window;

/**
 * The whole window as one frame.
 *
 * @param frame the text to send
 * @param records how many records it holds
 * @param bytes its length in UTF-8
 */
public record Snapshot(String frame, int records, int bytes) {}
