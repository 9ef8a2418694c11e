package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.RecordSource.Connection;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What waits for the engine, bounded.
 *
 * <p>Of the frames of a snapshot feed, each of which is the whole window, the newest takes the place of the one that waits.
 * Messages of an incremental feed wait in their order; when there are too many, all go, which the engine will see by their
 * sequence numbers. Thread-safe.
 */
final class Inbox {

    private final int mostMessages;
    private final long mostCharacters;
    private final Deque<Item> items = new ArrayDeque<>();
    private long characters;

    /**
     * A message that waits.
     *
     * @param connection over which it came
     * @param text as it came
     * @param receivedAt when, in milliseconds since the epoch
     */
    record Item(Connection connection, String text, long receivedAt) {}

    Inbox(int mostMessages, long mostCharacters) {
        this.mostMessages = mostMessages;
        this.mostCharacters = mostCharacters;
    }

    /**
     * Puts a message in.
     *
     * @return how many had to go for it, or with it
     */
    synchronized int put(Item item) {
        int gone = 0;
        if (!item.connection().incremental()) {
            // What came over an earlier connection is overtaken too: this is the whole window.
            gone = clear();
        } else if (items.size() >= mostMessages
                || !items.isEmpty() && characters + item.text().length() > mostCharacters) {
            gone = clear();
        }
        items.addLast(item);
        characters += item.text().length();
        return gone;
    }

    /** The next message; {@code null} if none waits. */
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
