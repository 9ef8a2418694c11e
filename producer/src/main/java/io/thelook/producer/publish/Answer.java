package io.thelook.producer.publish;

import java.time.Duration;

/**
 * The outcome of sending a parcel.
 *
 * @param reason a sentence without a full stop and without secrets; empty if the parcel was taken
 * @param pause how long the receiver asks to wait before the next request; zero if it does not say
 */
record Answer(Kind kind, String reason, Duration pause) {

    /** What the receiver did with the parcel. */
    enum Kind {
        /** It took the parcel. */
        TAKEN,
        /** It will never take the parcel. */
        REFUSED,
        /** It does not take the parcel as a whole, and may take a part of it. */
        TOO_MUCH,
        /** It has too much to do, and may take the parcel later. */
        BUSY,
        /** It failed, or did not answer, and may take the parcel later. */
        LATER,
        /** It takes nothing until the fault is fixed. */
        BLOCKED
    }

    static final Answer TAKEN = new Answer(Kind.TAKEN, "", Duration.ZERO);

    static Answer of(Kind kind, String reason) {
        return new Answer(kind, reason, Duration.ZERO);
    }
}
