package io.thelook.producer.outbox;

import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Records the outcome of each attempt to deliver: keeps the status for health and the counts, writes the log lines, and
 * determines the pause until the next attempt. Logs each permanent fault once, and only the first of consecutive
 * passing faults, at most every 10 seconds.
 *
 * <p>One thread reports outcomes; any thread may read.
 */
public final class Attempts {

    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    private final Logger log;
    private final String target;
    private final Wording wording;
    private final Outbox<?> outbox;
    private final Pauses pauses;
    private final Throttle warnings = new Throttle(BETWEEN_WARNINGS, System::nanoTime);
    private final Throttle faults = new Throttle(BETWEEN_WARNINGS, System::nanoTime);
    private final LongAdder passing = new LongAdder();
    private final LongAdder permanent = new LongAdder();
    private volatile Status status = new Status(State.CONNECTING, "");
    private volatile String lastRefusal = "";

    // Used only by the thread that reports outcomes.

    /** The number of passing faults since the last success. */
    private int consecutive;

    /** Whether the next success is logged: the first one, and one after a fault that was logged. */
    private boolean isAwaited = true;

    /** Whether the log has a line about the current passing faults. */
    private boolean isTold;

    /** The number of losses already reported in the log. */
    private long lostTold;

    /** Reason for the last refusal since the last log line about losses; empty if there was none. */
    private String refusal = "";

    /**
     * The pauses between two attempts.
     *
     * @param first pause after the first passing fault; doubled after each further one
     * @param longest limit on the pause after passing faults
     * @param permanent pause after a permanent fault
     */
    public record Pauses(Duration first, Duration longest, Duration permanent) {

        /** 0.25 to 5 s, and a minute. */
        public static final Pauses USUAL =
                new Pauses(Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofMinutes(1));

        /**
         * The pause after passing faults.
         *
         * @param faults the number of consecutive ones, 1 or more
         */
        public Duration after(int faults) {
            Duration pause = first;
            for (int i = 1; i < faults && pause.compareTo(longest) < 0; i++) {
                pause = pause.multipliedBy(2);
            }
            return pause.compareTo(longest) < 0 ? pause : longest;
        }
    }

    /**
     * The words for the delivery in log lines.
     *
     * @param verb such as {@code write}, before "to"
     * @param doing the present participle of the verb; also the label of {@link State#DELIVERING}
     * @param done the past participle of the verb
     * @param what the items that are delivered, in the plural
     * @param limit the setting that limits how many wait
     */
    public record Wording(String verb, String doing, String done, String what, String limit) {}

    /** The state of the delivery. */
    public enum State {
        /** Nothing is configured. */
        OFF,
        /** The first attempt has not finished. */
        CONNECTING,
        /** The last attempt succeeded. */
        DELIVERING,
        /** The last attempt failed with a passing fault. */
        RETRYING,
        /** The last attempt failed with a permanent fault, which an operator must fix. */
        BLOCKED
    }

    /**
     * The state of the delivery, and its reason.
     *
     * @param reason why it is not delivering; empty while it is connecting or delivering
     */
    public record Status(State state, String reason) {}

    /**
     * @param log the category of the log lines
     * @param target the address to show in the log
     */
    public Attempts(Logger log, String target, Wording wording, Outbox<?> outbox, Pauses pauses) {
        this.log = log;
        this.target = target;
        this.wording = wording;
        this.outbox = outbox;
        this.pauses = pauses;
    }

    /** Records that an attempt succeeded. */
    public void succeed() {
        if (status.state() != State.DELIVERING) {
            status = new Status(State.DELIVERING, "");
            consecutive = 0;
            isTold = false;
            if (isAwaited) {
                isAwaited = false;
                log.infof("%s to %s, %d %s wait", wording.doing(), target, outbox.waiting(), wording.what());
            }
        }
    }

    /**
     * Records that an attempt failed. Returns the pause until the next attempt.
     *
     * @param isPermanent whether the fault lasts until it is fixed
     * @param reason a sentence without a full stop and without secrets
     */
    public Duration fail(boolean isPermanent, String reason) {
        Status before = status;
        status = new Status(isPermanent ? State.BLOCKED : State.RETRYING, reason);
        if (isPermanent) {
            permanent.increment();
            isTold = false;
            if (!status.equals(before)) {
                isAwaited = true;
                log.errorf(
                        "cannot %s to %s: %s; retrying every %d s",
                        wording.verb(), target, reason, pauses.permanent().toSeconds());
            }
            return pauses.permanent();
        }
        passing.increment();
        if (!isTold && faults.tryAcquire()) {
            isTold = true;
            isAwaited = true;
            log.warnf("cannot %s to %s, retrying: %s", wording.verb(), target, reason);
        }
        consecutive++;
        return pauses.after(consecutive);
    }

    /** Records why an item was refused, or why its delivery failed unexpectedly. */
    public void refuse(String reason) {
        refusal = reason;
        lastRefusal = reason;
    }

    /** Logs the number of losses since the last such line, at most every 10 seconds. */
    public void tellOfLosses() {
        long lost = outbox.lost();
        if (lost > lostTold && warnings.tryAcquire()) {
            log.warnf(
                    "%d %s were not %s to %s: %s",
                    lost - lostTold,
                    wording.what(),
                    wording.done(),
                    target,
                    refusal.isEmpty() ? "more waited than " + wording.limit() + " allows" : refusal);
            lostTold = lost;
            refusal = "";
        }
    }

    /** Logs the number that still waits when the delivery ends, if any. */
    public void tellOfRest() {
        long left = outbox.waiting();
        if (left > 0) {
            log.warnf("%d %s were not %s to %s before the stop", left, wording.what(), wording.done(), target);
        }
    }

    /** The name of a state, in lower case. */
    String label(State state) {
        return state == State.DELIVERING ? wording.doing() : state.name().toLowerCase(Locale.ROOT);
    }

    /** Why the last refused item was refused; empty if there was none. */
    String lastRefusal() {
        return lastRefusal;
    }

    /** The queue of waiting items, with its counts. */
    Outbox<?> outbox() {
        return outbox;
    }

    /** The number of attempts that failed with a passing fault, such as a lost or refused connection. */
    public long passing() {
        return passing.sum();
    }

    /** The number of attempts that failed with a permanent fault. */
    public long permanent() {
        return permanent.sum();
    }

    /** The state of the delivery, and its reason. */
    public Status status() {
        return status;
    }
}
