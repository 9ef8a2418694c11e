package io.thelook.dashboard.alert;

import java.time.Duration;

/**
 * The outcome of sending a message.
 *
 * @param reason a sentence without a full stop and without secrets; empty if the message was taken
 * @param pause how long the receiver asks to wait before the next attempt; zero if it does not say
 */
record Outcome(Kind kind, String reason, Duration pause) {

    /** The receiver's reaction to the message. */
    enum Kind {
        TAKEN,
        /** It may take the message later. */
        LATER,
        /** It will never take the message. */
        REFUSED
    }

    static final Outcome TAKEN = new Outcome(Kind.TAKEN, "", Duration.ZERO);
}
