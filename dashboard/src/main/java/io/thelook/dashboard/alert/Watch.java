package io.thelook.dashboard.alert;

import io.thelook.dashboard.alert.Notice.Kind;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * The state of one rule. An alert fires once its condition has held for the rule's hold time, and recovers once the
 * recovery has: two such messages are at least that time apart, whatever the figure does. A value that does not change
 * the state, or is unknown, restarts that time.
 *
 * <p>One thread judges; any thread may read {@link #isFiring}. Times are as {@link System#nanoTime}.
 */
final class Watch {

    private final Condition condition;
    private final long holdNanos;
    private final Optional<Duration> repeat;

    /** The time since which the values call for the other state; {@code null} if the last one did not. */
    private Long turningSince;

    /** When the last message was due. */
    private long toldAt;

    private volatile boolean isFiring;

    Watch(Rule rule) {
        this.condition = rule.condition();
        this.holdNanos = rule.hold().toNanos();
        this.repeat = rule.repeat();
    }

    /**
     * Judges a value.
     *
     * @param value empty if it is not known
     * @return the change of the alert; empty if there is none
     */
    Optional<Kind> judge(Optional<BigDecimal> value, long now) {
        boolean isTurning =
                value.filter(isFiring ? condition::isOver : condition::isBeyond).isPresent();
        if (!isTurning) {
            turningSince = null;
            return repeat(now);
        }
        if (turningSince == null) {
            turningSince = now;
        }
        if (now - turningSince < holdNanos) {
            return repeat(now);
        }
        turningSince = null;
        toldAt = now;
        isFiring = !isFiring;
        return Optional.of(isFiring ? Kind.FIRING : Kind.RECOVERED);
    }

    /** Whether a firing alert is due for a further message; if so, its interval starts again. */
    Optional<Kind> repeat(long now) {
        if (!isFiring || repeat.isEmpty() || now - toldAt < repeat.orElseThrow().toNanos()) {
            return Optional.empty();
        }
        toldAt = now;
        return Optional.of(Kind.STILL_FIRING);
    }

    boolean isFiring() {
        return isFiring;
    }
}
