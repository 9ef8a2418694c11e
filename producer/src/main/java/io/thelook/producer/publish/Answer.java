package io.thelook.producer.publish;

import java.time.Duration;

/**
 * The outcome of sending a parcel.
 *
 * @param reason a sentence without a full stop and without secrets; empty if the parcel was accepted
 * @param pause how long the receiver asks to wait before the next request; zero if it does not say
 */
record Answer(Kind kind, String reason, Duration pause) {

    /** The receiver's reaction to the parcel. */
    enum Kind {
        /** It took the parcel. */
        TAKEN,
        /** It will never accept the parcel. */
        REFUSED,
        /** It does not accept the whole parcel, but may accept a part of it. */
        TOO_MUCH,
        /** It is overloaded, and may accept the parcel later. */
        BUSY,
        /** It failed, or did not answer, and may accept the parcel later. */
        LATER,
        /** It accepts nothing until the fault is fixed. */
        BLOCKED
    }

    static final Answer TAKEN = new Answer(Kind.TAKEN, "", Duration.ZERO);

    static Answer of(Kind kind, String reason) {
        return new Answer(kind, reason, Duration.ZERO);
    }
}
