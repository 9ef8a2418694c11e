package io.thelook.dashboard.source.kafka;

/**
 * Thrown for a record of the topic that the source cannot pass on. Has no stack trace, because such records may be
 * frequent.
 */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    RefusedException(Refusal refusal) {
        super(refusal.words(), null, false, false);
        this.refusal = refusal;
    }

    Refusal refusal() {
        return refusal;
    }
}
