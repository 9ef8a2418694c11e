package io.thelook.dashboard.engine;

import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.Restored;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.source.Bookmark;
import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource.Beginning;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/**
 * Controls how the history is built from a log: where to start to read, since when all of it is known, and how fast old
 * entries may arrive. Does nothing if the source is no log. Belongs to the engine's thread, except {@link #room}.
 */
final class LogKeeper {

    /** While more changes than this wait for the disk, no old entries of a log are read: too many would be dropped. */
    private static final int MOST_WAITING = 100_000;

    private final History history;
    private final Supplier<LogPosition> position;
    private final InstantSource clock;

    /** The reads that wait until the history has room. Thread-safe. */
    private final Queue<CompletableFuture<Void>> waiters = new ConcurrentLinkedQueue<>();

    /** Whether the log has not been read to its end yet, so that the window is incomplete. */
    private boolean isCatchingUp;

    /** Whether the log is read from where the history ends, so that the position in it may be kept. */
    private boolean isBookmarked;

    /** The time since which all records of the log are known. */
    private long knownSince;

    /** @param position up to which the log has been applied; empty if the source is no log */
    LogKeeper(History history, Optional<Supplier<LogPosition>> position, InstantSource clock) {
        this.history = history;
        this.position = position.orElse(() -> LogPosition.NONE);
        this.clock = clock;
        this.isCatchingUp = position.isPresent();
    }

    /**
     * Begins, now that the history is open, or cannot be opened in time.
     *
     * @param restored the records kept when the dashboard stopped
     * @return where to start to read the log: at its last position, or with the first day that is kept. Empty if there
     *     is no log, or the history does not work, so that only the window is needed
     */
    Optional<Beginning> begin(Optional<Restored> restored) {
        isBookmarked = isCatchingUp && (restored.isPresent() || history.state().isKept());
        if (!isBookmarked) {
            return Optional.empty();
        }
        history.loading(true);
        Optional<Bookmark> bookmark = restored.flatMap(found -> Bookmark.parse(found.bookmark()))
                .map(found -> new Bookmark(
                        found.position(),
                        // Records that have been deleted since are no longer known.
                        Math.max(found.knownSince(), history.since().orElse(Long.MIN_VALUE))));
        return Optional.of(new Beginning(bookmark, history.edge(clock.millis())));
    }

    /** Whether the log has not been read up to its end yet: until then, nothing counts as complete. */
    boolean isCatchingUp() {
        return isCatchingUp;
    }

    /** Makes the text by which the next run finds the present position; an empty one if that must not be kept. */
    Supplier<String> bookmark() {
        LogPosition now = position.get();
        long since = knownSince;
        return isBookmarked && !now.isAtStart() ? () -> new Bookmark(now, since).text() : () -> "";
    }

    /**
     * The log has been read up to its end.
     *
     * @param since the time from which on it was read, in milliseconds since the epoch
     * @param now the present
     * @return whether this is the first time
     */
    boolean complete(long since, long now) {
        if (!isCatchingUp) {
            return false;
        }
        isCatchingUp = false;
        history.loading(false);
        knownSince = Math.max(since, history.edge(now));
        if (knownSince < now) {
            history.complete(new TimeSpan(knownSince, now));
        }
        return true;
    }

    /** Completes when the history has room for old entries of the log. Thread-safe. */
    CompletionStage<Void> room() {
        CompletableFuture<Void> room = new CompletableFuture<>();
        if (hasRoom()) {
            room.complete(null);
        } else {
            waiters.add(room);
        }
        return room;
    }

    /** Does not wait for changes that cannot be written. */
    private boolean hasRoom() {
        return history.waiting() <= MOST_WAITING || !history.state().isKept();
    }

    /** Admits further entries if there is room for them. Call it several times a second. */
    void beat() {
        if (!waiters.isEmpty() && hasRoom()) {
            for (CompletableFuture<Void> next = waiters.poll(); next != null; next = waiters.poll()) {
                next.complete(null);
            }
        }
    }
}
