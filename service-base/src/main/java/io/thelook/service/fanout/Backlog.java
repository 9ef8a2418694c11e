package io.thelook.service.fanout;

import java.util.ArrayDeque;
import java.util.Deque;

/** The messages that wait behind the one in flight to a subscriber. Not thread-safe. */
final class Backlog {

    private final Deque<String> messages = new ArrayDeque<>(1);
    private boolean beginsComplete;

    int size() {
        return messages.size();
    }

    /** Whether the first message is complete in itself, so that all of them can be understood without the one in flight. */
    boolean beginsComplete() {
        return beginsComplete;
    }

    void add(String message) {
        messages.addLast(message);
    }

    /**
     * Makes a message that is complete in itself the only one.
     *
     * @return how many it replaces
     */
    int replaceBy(String complete) {
        int replaced = clear();
        messages.addLast(complete);
        beginsComplete = true;
        return replaced;
    }

    /**
     * @return how many there were
     */
    int clear() {
        int dropped = messages.size();
        messages.clear();
        beginsComplete = false;
        return dropped;
    }

    /** Takes the first message; {@code null} if there is none. */
    String poll() {
        beginsComplete = false;
        return messages.pollFirst();
    }
}
