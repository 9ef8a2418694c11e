package io.thelook.service.fanout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * The messages that wait behind the one in flight to a subscriber, in the order in which they were sent. Answers stay
 * when the others are replaced or dropped. Not thread-safe.
 */
final class Backlog {

    private enum Kind {
        COMPLETE,
        CHANGE,
        ANSWER
    }

    private record Waiting(Message message, Kind kind) {}

    private final Deque<Waiting> messages = new ArrayDeque<>(1);
    private int answers;

    /** The number of messages that are not answers. */
    int states() {
        return messages.size() - answers;
    }

    /** Whether the first message that is no answer is complete, so that it does not depend on the one in flight. */
    boolean beginsComplete() {
        for (Waiting each : messages) {
            if (each.kind() != Kind.ANSWER) {
                return each.kind() == Kind.COMPLETE;
            }
        }
        return false;
    }

    /** Adds a message that builds on the one before. */
    void add(Message change) {
        messages.addLast(new Waiting(change, Kind.CHANGE));
    }

    /**
     * Adds an answer.
     *
     * @param most if this many answers wait already, it takes the place of the oldest
     * @return the number of messages removed
     */
    int addAnswer(Message answer, int most) {
        int removed = answers < most ? 0 : removeOldestAnswer();
        messages.addLast(new Waiting(answer, Kind.ANSWER));
        answers++;
        return removed;
    }

    private int removeOldestAnswer() {
        Iterator<Waiting> each = messages.iterator();
        while (each.hasNext()) {
            if (each.next().kind() == Kind.ANSWER) {
                each.remove();
                answers--;
                return 1;
            }
        }
        return 0;
    }

    /**
     * Replaces all messages but answers by one that is complete in itself.
     *
     * @return the number of messages replaced
     */
    int replaceBy(Message complete) {
        int replaced = clearStates();
        messages.addLast(new Waiting(complete, Kind.COMPLETE));
        return replaced;
    }

    /**
     * Removes all messages but answers.
     *
     * @return the number of messages removed
     */
    int clearStates() {
        int dropped = states();
        messages.removeIf(each -> each.kind() != Kind.ANSWER);
        return dropped;
    }

    /**
     * Removes all messages.
     *
     * @return the number of messages removed
     */
    int clear() {
        int dropped = messages.size();
        messages.clear();
        answers = 0;
        return dropped;
    }

    /** Removes and returns the first message; {@code null} if there is none. */
    Message poll() {
        Waiting first = messages.pollFirst();
        if (first == null) {
            return null;
        }
        if (first.kind() == Kind.ANSWER) {
            answers--;
        }
        return first.message();
    }
}
