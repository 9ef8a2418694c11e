package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;

/**
 * Whether a message follows the one before it. Not thread-safe.
 *
 * <p>A frame and a snapshot always do. An upsert does if its number is the next one, a heartbeat if its number is the one
 * that stands, and both only while the feed's clock does not go back: then only a snapshot can tell what the feed's window has.
 */
final class Sequence {

    /** The clock may go back by so much: messages may carry times that were read in another order. */
    private static final long CLOCK_TOLERANCE_MILLIS = 1_000;

    private Connection connection = new Connection(-1, false);
    private long sequence;
    private long feedNow;
    private boolean isUnbroken;

    /** How a message relates to what came before. */
    enum Relation {
        /** It can be applied. */
        FOLLOWS,
        /** It brings nothing that is not known already, or comes from a connection that has been given up. */
        KNOWN,
        /** Something is missing before it. */
        GAP
    }

    /** Takes up the connection over which a message came; returns whether it is another one. */
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
            case FRAME, SNAPSHOT -> Relation.FOLLOWS;
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

    /** Whether a message has been applied since the connection began or something was missed. */
    boolean isUnbroken() {
        return isUnbroken;
    }

    /** Something is missing: only a whole window is of use now. */
    void interrupt() {
        isUnbroken = false;
    }

    void applied(FeedMessage message) {
        sequence = message.sequence();
        feedNow = message.kind() == Kind.FRAME ? feedNow : message.now();
        isUnbroken = true;
    }
}
