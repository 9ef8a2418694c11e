package io.thelook.producer.persist;

import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * How the attempts to write to the database have gone: the status for health, the counts, the lines in the log, and the pause until the
 * next attempt. Each permanent fault is logged once, and so is the first of several passing ones.
 *
 * <p>The writer's thread reports; any thread may read.
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

    // The following belong to the writer's thread.
    private Duration pause;

    /** Drops that the log has told of. */
    private long droppedTold;

    /** Why a row was refused last; empty if none was. */
    private String refusal = "";

    /**
     * Between two attempts.
     *
     * @param first after the first passing failure; doubled after each further one
     * @param longest between two attempts after passing failures
     * @param permanent after a permanent fault
     */
    record Pauses(Duration first, Duration longest, Duration permanent) {

        static final Pauses USUAL = new Pauses(Duration.ofMillis(250), Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    /** What the writer is doing. */
    enum State {
        /** No database is configured. */
        OFF,
        /** The first attempt is not over yet. */
        CONNECTING,
        /** The database takes what happens. */
        WRITING,
        /** The last attempt failed for a reason that may pass. */
        RETRYING,
        /** The last attempt failed for a reason that somebody has to remove. */
        BLOCKED
    }

    /**
     * What the writer is doing, and why.
     *
     * @param reason why it is not writing; empty if it is
     */
    record Status(State state, String reason) {}

    /** @param database as the log shows it */
    Attempts(String database, Backlog backlog, Pauses pauses) {
        this.database = database;
        this.backlog = backlog;
        this.pauses = pauses;
        pause = pauses.first();
    }

    /** The database takes what happens. */
    void succeed() {
        if (status.state() != State.WRITING) {
            status = new Status(State.WRITING, "");
            pause = pauses.first();
            LOG.infof("writing to %s, %d visits and changes wait", database, backlog.waiting());
        }
    }

    /** An attempt failed. Returns the pause until the next. */
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

    /** A visit or a change was dropped, because the database does not take it. */
    void refuse(String reason) {
        refusal = reason;
    }

    /** Logs how many were dropped since the last line, at most every 10 seconds. */
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

    /** The number of attempts that failed for a reason that may pass: connections lost or refused, batches that failed. */
    long passing() {
        return passing.sum();
    }

    /** The number of attempts that failed for a reason that somebody has to remove. */
    long permanent() {
        return permanent.sum();
    }

    Status status() {
        return status;
    }
}
