package io.thelook.service.fanout;

import java.util.ArrayDeque;
import java.util.Deque;

/** The messages that wait behind the one in flight to a subscriber. Not thread-safe. */
final class Backlog {

    private final Deque<Message> messages = new ArrayDeque<>(1);
    private boolean beginsComplete;

    int size() {
        return messages.size();
    }

    /**
     * Whether the first message is complete in itself, so that the waiting messages do not depend on the one in flight.
     */
    boolean beginsComplete() {
        return beginsComplete;
    }

    void add(Message message) {
        messages.addLast(message);
    }

    /**
     * Replaces all messages by one that is complete in itself.
     *
     * @return the number of messages replaced
     */
    int replaceBy(Message complete) {
        int replaced = clear();
        messages.addLast(complete);
        beginsComplete = true;
        return replaced;
    }

    /**
     * Removes all messages.
     *
     * @return the number of messages removed
     */
    int clear() {
        int dropped = messages.size();
        messages.clear();
        beginsComplete = false;
        return dropped;
    }

    /** Removes and returns the first message; {@code null} if there is none. */
    Message poll() {
        beginsComplete = false;
        return messages.pollFirst();
    }
}
