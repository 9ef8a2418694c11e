package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;

/**
 * Tracks whether a message follows the one before it. Not thread-safe.
 *
 * <p>A frame and a snapshot always follow. An upsert follows if its number is the next one, a heartbeat if its number
 * is the current one. Both follow only while the feed's clock does not go back: after that, only a snapshot shows what
 * the feed's window holds.
 */
final class Sequence {

    /** How far the clock may go back: messages may carry times that were read in another order. */
    private static final long CLOCK_TOLERANCE_MILLIS = 1_000;

    private Connection connection = new Connection(-1, Meaning.WINDOW);
    private long sequence;
    private long feedNow;
    private boolean isUnbroken;

    /** How a message relates to earlier ones. */
    enum Relation {
        /** It can be applied. */
        FOLLOWS,
        /** It brings nothing new, or comes from a connection that has been given up. */
        KNOWN,
        /** Something is missing before it. */
        GAP
    }

    /** Switches to the connection of a message; returns whether it is a newer one. */
    boolean connect(Connection over) {
        if (over.number() <= connection.number()) {
            return false;
        }
        connection = over;
        isUnbroken = false;
        return true;
    }

    Relation relationOf(Connection over, FeedMessage message) {
        if (over.number() < connection.number()) {
            return Relation.KNOWN;
        }
        boolean wentBack = message.now() < feedNow - CLOCK_TOLERANCE_MILLIS;
        return switch (message.kind()) {
            case FRAME, SNAPSHOT, ADDITIONS -> Relation.FOLLOWS;
            case UPSERT -> {
                if (isUnbroken && message.sequence() <= sequence) {
                    yield Relation.KNOWN;
                }
                yield isUnbroken && !wentBack && message.sequence() == sequence + 1 ? Relation.FOLLOWS : Relation.GAP;
            }
            case HEARTBEAT ->
                isUnbroken && !wentBack && message.sequence() == sequence ? Relation.FOLLOWS : Relation.GAP;
        };
    }

    /** Whether a message has been applied since the connection began, or since the last interruption. */
    boolean isUnbroken() {
        return isUnbroken;
    }

    /** Marks a gap: after it, only a whole window can be applied. */
    void interrupt() {
        isUnbroken = false;
    }

    void applied(FeedMessage message) {
        sequence = message.sequence();
        feedNow = message.kind() == Kind.FRAME ? feedNow : message.now();
        isUnbroken = true;
    }
}
