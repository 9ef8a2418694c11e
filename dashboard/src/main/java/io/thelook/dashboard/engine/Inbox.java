package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Meaning;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The messages that wait for the engine. Their number and size are limited.
 *
 * <p>Each frame of a snapshot feed is the whole window, so a new frame replaces the messages that wait. Messages of an
 * incremental feed wait in order. When there are too many, the inbox drops all that wait, and the engine detects the
 * gap by the sequence numbers. Thread-safe.
 */
final class Inbox {

    private final int mostMessages;
    private final long mostCharacters;
    private final Deque<Item> items = new ArrayDeque<>();
    private long characters;

    /**
     * A message that waits.
     *
     * @param connection over which it arrived
     * @param text as it arrived
     * @param receivedAt arrival time, in milliseconds since the epoch
     */
    record Item(Connection connection, String text, long receivedAt) {}

    Inbox(int mostMessages, long mostCharacters) {
        this.mostMessages = mostMessages;
        this.mostCharacters = mostCharacters;
    }

    /**
     * Adds a message.
     *
     * @return the number of waiting messages that were dropped for it
     */
    synchronized int put(Item item) {
        int gone = 0;
        if (item.connection().meaning() != Meaning.PROTOCOL) {
            // This message is the whole window, so it also replaces messages of earlier connections.
            gone = clear();
        } else if (items.size() >= mostMessages
                || !items.isEmpty() && characters + item.text().length() > mostCharacters) {
            gone = clear();
        }
        items.addLast(item);
        characters += item.text().length();
        return gone;
    }

    /** Removes and returns the next message; {@code null} if none waits. */
    synchronized Item poll() {
        Item item = items.pollFirst();
        if (item != null) {
            characters -= item.text().length();
        }
        return item;
    }

    synchronized boolean isEmpty() {
        return items.isEmpty();
    }

    private int clear() {
        int gone = items.size();
        items.clear();
        characters = 0;
        return gone;
    }
}
