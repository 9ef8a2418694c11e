package io.thelook.dashboard.engine;

import io.thelook.dashboard.limit.Turns;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Runs scans of the window one after the other, a slice at a time, within a third of the engine's time.
 *
 * <p>A scan reads many records, for a new query, a replay or an export. A slice takes about half a millisecond. After
 * each slice the queue leaves the thread alone for twice as long as the slice took. However many scans are requested,
 * the engine reads messages and publishes views nearly as fast as without them; the scans wait for each other instead.
 * Addresses take turns, so that an address with many scans delays only itself:
 *
 * <pre>
 *   scan A   ##..##..##..        scan B   ##..##..        # a slice, . the rest of the engine's work
 * </pre>
 *
 * <p>Belongs to the engine's thread, except {@link #refused}.
 */
final class ScanQueue {

    /** The approximate number of records to scan in a slice. */
    static final int ROWS = 2_048;

    /** Maximum number of scans that wait. */
    static final int MOST_WAITING = 256;

    /** Maximum number of scans of one address that wait. */
    static final int MOST_WAITING_OF_ONE_ADDRESS = 64;

    /** The reasons given for a scan that finds no room, and for one that is abandoned. */
    static final String BUSY = "the dashboard is busy: try again in a moment";

    static final String ABANDONED = "the dashboard could not do that: try again in a moment";

    private static final Logger LOG = Logger.getLogger(ScanQueue.class);
    private static final int REST = 2;

    private final ScheduledExecutorService thread;
    private final LongSupplier nanoTime;
    private final Turns<Scan> waiting = new Turns<>();
    private final LongAdder refused = new LongAdder();
    private Scan running;
    private Long restUntil;

    /** Whether the next slice is scheduled. */
    private boolean isScheduled;

    /** Work that is done in slices. */
    interface Scan {

        /** Runs one slice; returns whether the scan is finished. */
        boolean goOn();

        /** Ends the scan before it is finished. {@link #goOn} is no longer called. */
        void abandon();
    }

    /**
     * @param thread runs the slices
     * @param nanoTime as {@link System#nanoTime}
     */
    ScanQueue(ScheduledExecutorService thread, LongSupplier nanoTime) {
        this.thread = thread;
        this.nanoTime = nanoTime;
    }

    /** Queues a scan for an address; returns whether there was room for it. */
    boolean add(String address, Scan scan) {
        if (waiting.size() >= MOST_WAITING || waiting.size(address) >= MOST_WAITING_OF_ONE_ADDRESS) {
            refused.increment();
            return false;
        }
        waiting.add(address, scan);
        schedule();
        return true;
    }

    private void schedule() {
        if (!isScheduled) {
            long rest = restUntil == null ? 0 : Math.max(0, restUntil - nanoTime.getAsLong());
            thread.schedule(this::run, rest, TimeUnit.NANOSECONDS);
            isScheduled = true;
        }
    }

    /**
     * Schedules the next slice if scans are left and none is scheduled, for example because scheduling failed. Call it
     * several times a second.
     */
    void resumeIfStalled() {
        if (running != null || waiting.size() > 0) {
            schedule();
        }
    }

    private void run() {
        isScheduled = false;
        if (running == null) {
            running = waiting.take();
        }
        if (running == null) {
            return;
        }
        Scan scan = running;
        long began = nanoTime.getAsLong();
        boolean isOver = false;
        try {
            isOver = scan.goOn();
        } catch (RuntimeException | Error e) {
            isOver = true;
            abandon(scan);
            throw e;
        } finally {
            if (isOver && running == scan) {
                running = null;
            }
            long now = nanoTime.getAsLong();
            restUntil = now + (now - began) * REST;
            resumeIfStalled();
        }
    }

    /** Abandons every scan. */
    void abandonAll() {
        List<Scan> abandoned = new ArrayList<>();
        if (running != null) {
            abandoned.add(running);
            running = null;
        }
        for (Scan scan = waiting.take(); scan != null; scan = waiting.take()) {
            abandoned.add(scan);
        }
        abandoned.forEach(ScanQueue::abandon);
    }

    /** A scan that fails to abandon must not stop the others. */
    private static void abandon(Scan scan) {
        try {
            scan.abandon();
        } catch (RuntimeException | Error e) {
            LOG.error("a scan could not be abandoned", e);
        }
    }

    /** The number of scans refused because too many were waiting. */
    long refused() {
        return refused.sum();
    }
}
