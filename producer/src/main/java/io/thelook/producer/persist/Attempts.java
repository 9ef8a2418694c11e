package io.thelook.producer.persist;

import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Records the outcome of each attempt to write to the database: keeps the status for health and the counts, writes the
 * log lines, and determines the pause until the next attempt. Logs each permanent fault once, and only the first of
 * consecutive passing faults.
 *
 * <p>The writer's thread reports outcomes; any thread may read.
 */
final class Attempts {

    private static final Logger LOG = Logger.getLogger(DatabaseWriter.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    private final String database;
    private final Backlog backlog;
    private final Pauses pauses;
    private final Throttle warnings = new Throttle(BETWEEN_WARNINGS, System::nanoTime);
    private final LongAdder passing = new LongAdder();
    private final LongAdder permanent = new LongAdder();
    private volatile Status status = new Status(State.CONNECTING, "");

    // Used only by the writer's thread.
    private Duration pause;

    /** The number of drops already reported in the log. */
    private long droppedTold;

    /** Reason for the last refusal since the last log line about drops; empty if there was none. */
    private String refusal = "";

    /**
     * The pauses between two attempts.
     *
     * @param first pause after the first passing fault; doubled after each further one
     * @param longest limit on the pause after passing faults
     * @param permanent pause after a permanent fault
     */
    record Pauses(Duration first, Duration longest, Duration permanent) {

        static final Pauses USUAL = new Pauses(Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    /** What the writer is doing. */
    enum State {
        /** No database is configured. */
        OFF,
        /** The first attempt has not finished. */
        CONNECTING,
        /** The last attempt succeeded: the database accepts writes. */
        WRITING,
        /** The last attempt failed with a passing fault. */
        RETRYING,
        /** The last attempt failed with a permanent fault, which somebody must fix. */
        BLOCKED
    }

    /**
     * What the writer is doing, and why.
     *
     * @param reason why it is not writing; empty while it is connecting or writing
     */
    record Status(State state, String reason) {}

    /** @param database the address to show in the log */
    Attempts(String database, Backlog backlog, Pauses pauses) {
        this.database = database;
        this.backlog = backlog;
        this.pauses = pauses;
        pause = pauses.first();
    }

    /** Records that an attempt succeeded. */
    void succeed() {
        if (status.state() != State.WRITING) {
            status = new Status(State.WRITING, "");
            pause = pauses.first();
            LOG.infof("writing to %s, %d visits and changes wait", database, backlog.waiting());
        }
    }

    /** Records that an attempt failed. Returns the pause until the next attempt. */
    Duration fail(Fault fault) {
        Status before = status;
        status = new Status(fault.isPermanent() ? State.BLOCKED : State.RETRYING, fault.reason());
        if (fault.isPermanent()) {
            permanent.increment();
            if (!status.equals(before)) {
                LOG.errorf(
                        "cannot write to %s: %s; trying again every %d s",
                        database, fault.reason(), pauses.permanent().toSeconds());
            }
            return pauses.permanent();
        }
        passing.increment();
        if (before.state() != State.RETRYING) {
            LOG.warnf("cannot write to %s, trying again: %s", database, fault.reason());
        }
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(pauses.longest()) < 0 ? doubled : pauses.longest();
        return now;
    }

    /**
     * Records why a visit or change was dropped: the database refused its rows, or computing or writing them failed
     * unexpectedly.
     */
    void refuse(String reason) {
        refusal = reason;
    }

    /** Logs the number of drops since the last such line, at most every 10 seconds. */
    void tellOfDrops() {
        long drops = backlog.dropped();
        if (drops > droppedTold && warnings.tryAcquire()) {
            LOG.warnf(
                    "%d visits and changes were not written to %s: %s",
                    drops - droppedTold,
                    database,
                    refusal.isEmpty() ? "more waited than PERSIST_BUFFER allows" : refusal);
            droppedTold = drops;
            refusal = "";
        }
    }

    /**
     * The number of attempts that failed with a passing fault: the connection was lost or refused, or the batch failed.
     */
    long passing() {
        return passing.sum();
    }

    /** The number of attempts that failed with a permanent fault. */
    long permanent() {
        return permanent.sum();
    }

    Status status() {
        return status;
    }
}
