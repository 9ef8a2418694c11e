package io.thelook.dashboard.history;

import io.thelook.dashboard.window.RecordListener;
import io.thelook.model.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The changes that wait to be written, at most {@link #MOST}. If more arrive, all are dropped and counted, and the live
 * window must pass on its records again. Thread-safe.
 */
final class Waiting implements RecordListener {

    /** Limit on changes that wait. */
    static final int MOST = 500_000;

    /** The limit while the live window passes on its records again, up to two million of them. */
    private static final int MOST_WHILE_REFILLING = 5 * MOST;

    private final LongAdder dropped = new LongAdder();

    // The following are guarded by this.
    private List<Change> changes = new ArrayList<>();
    private TimeSpan covered;
    private TimeSpan feed;
    private Supplier<String> bookmark = () -> "";

    /** Whether changes have been lost that a log still has: the next run must read it from the last bookmark on. */
    private boolean hasLogMissed;

    private long losses;
    private long lossesAtRequest;
    private long lossesMended;
    private boolean isRefilling;
    private boolean isHopeless;

    /** The number of changes that were taken and are not written yet. */
    private int unwritten;

    /**
     * Changes that were taken to be written.
     *
     * @param changes in order
     * @param covered the span for which all records have been passed on with these; {@code null} if some were lost, or
     *     none is known
     * @param feed the feed's own window; {@code null} if it has none
     * @param bookmark of the log that was read for these; empty if there is none, or the last one still counts
     * @param hasLost whether changes were dropped that have not come again
     */
    record Taken(List<Change> changes, TimeSpan covered, TimeSpan feed, String bookmark, boolean hasLost) {}

    @Override
    public synchronized void put(Record record, Record previous) {
        add(new Change.Put(record, previous));
    }

    @Override
    public synchronized void removed(Record record) {
        add(new Change.RemoveItem(record));
    }

    @Override
    public synchronized void orderRemoved(String orderId) {
        add(new Change.RemoveOrder(orderId));
    }

    private void add(Change change) {
        if (isHopeless) {
            dropped.increment();
            return;
        }
        if (changes.size() >= (isRefilling ? MOST_WHILE_REFILLING : MOST)) {
            dropped.add(changes.size());
            changes = new ArrayList<>();
            losses++;
            missOfLog();
        }
        changes.add(change);
    }

    /**
     * All records of a span have been passed on.
     *
     * @param complete the span
     * @param feedsOwn the feed's own window
     * @param ofLog makes the bookmark of the log that was read for that; an empty one if there is none
     */
    synchronized void covered(TimeSpan complete, TimeSpan feedsOwn, Supplier<String> ofLog) {
        covered = complete;
        feed = feedsOwn;
        bookmark = ofLog;
    }

    /** All records of a span have been passed on, even if the live window no longer has most of them. */
    synchronized void complete(TimeSpan span) {
        if (!hasLogMissed) {
            add(new Change.Complete(span));
        }
    }

    /** Earlier writes are lost, at least in part; a log still has the records. */
    synchronized void missOfLog() {
        hasLogMissed = true;
        changes.removeIf(Change.Complete.class::isInstance);
    }

    /** The records of the live window have been requested again. */
    synchronized void refillRequested() {
        lossesAtRequest = losses;
        isRefilling = true;
    }

    /** All records of the live window have been passed on again. */
    synchronized void refilled() {
        // Changes that were lost after the request, perhaps because of the refill, are still missing.
        lossesMended = lossesAtRequest;
        isRefilling = false;
    }

    /**
     * Takes all changes.
     *
     * @param left changes taken before that could not be written. They come first, unless there are too many in all:
     *     then they are dropped
     */
    synchronized Taken take(List<Change> left) {
        boolean hasLost = losses > lossesMended;
        List<Change> taken = left;
        if (!left.isEmpty() && left.size() + changes.size() > MOST) {
            dropped.add(left.size());
            taken = List.of();
            losses++;
            missOfLog();
            hasLost = true;
        }
        if (taken.isEmpty()) {
            taken = changes;
        } else {
            taken.addAll(changes);
        }
        changes = new ArrayList<>();
        unwritten = taken.size();
        return new Taken(taken, hasLost ? null : covered, feed, hasLogMissed ? "" : bookmark.get(), hasLost);
    }

    /** Sets how many of the taken changes are not written yet. */
    synchronized void left(int number) {
        unwritten = number;
    }

    /** Drops all changes from now on: nothing will ever be written. */
    synchronized void giveUp() {
        isHopeless = true;
        dropped.add(changes.size());
        changes = new ArrayList<>();
    }

    synchronized boolean isHopeless() {
        return isHopeless;
    }

    /** The number of changes that are not written yet. */
    synchronized int size() {
        return unwritten + changes.size();
    }

    /** The number of changes dropped. */
    long dropped() {
        return dropped.sum();
    }
}
