package io.thelook.dashboard.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Runs scans of the window one after the other, a slice at a time, within a third of the engine's time.
 *
 * <p>A scan looks at many records: for a new query, a replay, an export. A slice takes about half a millisecond; after each
 * the thread is left alone for twice as long as it took. So however many scans are asked for, messages are read and views
 * are published nearly as fast as without; the scans wait for each other instead. Addresses take turns, so that one that asks
 * for much waits for itself:
 *
 * <pre>
 *   scan A   ##..##..##..        scan B   ##..##..        # a slice, . the rest of the engine's work
 * </pre>
 *
 * <p>Belongs to the engine's thread, but for its count.
 */
final class ScanQueue {

    /** About so many records are looked at in a slice. */
    static final int ROWS = 2_048;

    /** More scans than these do not wait. */
    static final int MOST_WAITING = 256;

    /** More scans of one address than these do not wait. */
    static final int MOST_WAITING_OF_ONE_ADDRESS = 64;

    /** What is said of a scan for which there is no room, and of one that is abandoned. */
    static final String BUSY = "the dashboard is busy: try again in a moment";

    static final String ABANDONED = "the dashboard could not do that: try again in a moment";

    private static final Logger LOG = Logger.getLogger(ScanQueue.class);
    private static final int REST = 2;

    private final ScheduledExecutorService thread;
    private final LongSupplier nanoTime;
    private final Map<String, Deque<Scan>> waiting = new LinkedHashMap<>();
    private final LongAdder refused = new LongAdder();
    private int waitingNumber;
    private Scan running;
    private Long restUntil;

    /** Whether the next slice is on its way. */
    private boolean isScheduled;

    /** A piece of work that is done in slices. */
    interface Scan {

        /** Does a slice; returns whether the scan is over. */
        boolean goOn();

        /** The scan is not done, and its {@link #goOn} is not called any more. */
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
        Deque<Scan> own = waiting.get(address);
        if (waitingNumber >= MOST_WAITING || own != null && own.size() >= MOST_WAITING_OF_ONE_ADDRESS) {
            refused.increment();
            return false;
        }
        waiting.computeIfAbsent(address, unseen -> new ArrayDeque<>()).add(scan);
        waitingNumber++;
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

    /** Goes on if a slice could not be scheduled. To be called several times a second. */
    void resumeIfStalled() {
        if (running != null || waitingNumber > 0) {
            schedule();
        }
    }

    private void run() {
        isScheduled = false;
        if (running == null) {
            running = next();
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

    /** The next scan of the address whose turn it is. */
    private Scan next() {
        Iterator<Map.Entry<String, Deque<Scan>>> turns = waiting.entrySet().iterator();
        if (!turns.hasNext()) {
            return null;
        }
        Map.Entry<String, Deque<Scan>> turn = turns.next();
        turns.remove();
        Scan scan = turn.getValue().poll();
        waitingNumber--;
        if (!turn.getValue().isEmpty()) {
            waiting.put(turn.getKey(), turn.getValue());
        }
        return scan;
    }

    /** Abandons every scan. */
    void abandonAll() {
        List<Scan> abandoned = new ArrayList<>();
        if (running != null) {
            abandoned.add(running);
            running = null;
        }
        for (Scan scan = next(); scan != null; scan = next()) {
            abandoned.add(scan);
        }
        abandoned.forEach(ScanQueue::abandon);
    }

    /** What one scan does of it is no affair of the others. */
    private static void abandon(Scan scan) {
        try {
            scan.abandon();
        } catch (RuntimeException | Error e) {
            LOG.error("a scan could not be abandoned", e);
        }
    }

    /** Scans refused because too many waited. */
    long refused() {
        return refused.sum();
    }
}
