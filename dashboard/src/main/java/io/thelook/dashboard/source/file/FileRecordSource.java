package io.thelook.dashboard.source.file;

import io.thelook.dashboard.source.Backoff;
import io.thelook.dashboard.source.BatchOutlet;
import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.dashboard.source.StatusReport;
import io.thelook.service.thread.ServiceThread;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Reads a file of lines from its start, and follows it while it grows, as {@code tail -F} does: a file that was
 * replaced, rewritten or created later is read from its start. Each line is a message.
 *
 * <p>Lines that were in the file when it was opened are history: their batches are not live, and their records without
 * a time have that of the file's last change. While as many batches as {@link BatchOutlet} permits wait to be applied,
 * the source reads nothing more.
 *
 * <p>A start reads the file again. This is exact, because order and item identify a record. The file counts as complete
 * for all of the time that is asked for.
 *
 * <p>While there is nothing to read, the source looks at the file every {@link #LOOK}, and has no more than a chunk in
 * memory. All state belongs to one thread. The figures may be read by any thread.
 */
public final class FileRecordSource implements RecordSource {

    /** The pause between two looks at a file that has nothing new, or is not there. */
    static final Duration LOOK = Duration.ofMillis(250);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final FileAddress feed;
    private final Duration lookback;
    private final int mostLineBytes;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Backoff backoff;
    private final FileLog log;
    private final FileCounts counts = new FileCounts();
    private final ServiceThread thread = new ServiceThread("source");

    private CompletionStage<Optional<Beginning>> beginning = CompletableFuture.completedFuture(Optional.empty());

    private Sink sink;
    private StatusReport status;
    private BatchOutlet outlet;
    private Connection connection = new Connection(0, Meaning.ADDITIONS);

    /** The time since which the history wants all records, until it has them; empty for the start of the window. */
    private OptionalLong since = OptionalLong.empty();

    /** {@code null} while there is none to read. */
    private FollowedFile file;

    private long windowStart;
    private boolean isAtEnd;
    private boolean isCaughtUp;
    private boolean isCompletionDue;
    private volatile boolean isStopped;
    private volatile boolean isResyncDue;
    private volatile boolean hasCaughtUp;
    private volatile long unread;

    /**
     * @param lookback the length of the window
     * @param mostLineBytes the limit on a line; a longer one is skipped
     * @param nanoTime as {@link System#nanoTime}
     * @param random for the jitter
     */
    public FileRecordSource(
            FileAddress feed,
            Duration lookback,
            int mostLineBytes,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.feed = feed;
        this.lookback = lookback;
        this.mostLineBytes = mostLineBytes;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.backoff = new Backoff(LOOK, LONGEST_WAIT, random);
        this.log = new FileLog(feed, nanoTime);
    }

    @Override
    public void beginAt(CompletionStage<Optional<Beginning>> where) {
        beginning = where;
    }

    @Override
    public void start(Sink receiver) {
        sink = receiver;
        outlet = new BatchOutlet(sink);
        status = new StatusReport(sink, clock, backoff);
        beginning
                .exceptionally(failure -> Optional.empty())
                .thenAccept(where -> thread.execute(() -> {
                    since = where.map(each -> OptionalLong.of(each.since())).orElse(OptionalLong.empty());
                    status.connecting();
                    turn();
                }));
    }

    @Override
    public void stop() {
        isStopped = true;
        thread.execute(() -> {
            close();
            thread.shutdownNow();
        });
    }

    /** Reads the file again, from its start. */
    @Override
    public void resync() {
        isResyncDue = true;
    }

    /** Whether what the file had at the start has been passed on. A file that cannot be read has nothing. */
    @Override
    public boolean hasCaughtUp() {
        return hasCaughtUp;
    }

    /** The thread that reads the file, for health and metrics. */
    public ServiceThread thread() {
        return thread;
    }

    /** The number of bytes of the file still to be read. */
    long unread() {
        return unread;
    }

    FileCounts counts() {
        return counts;
    }

    /** Does one step, of bounded length, and plans the next. */
    private void turn() {
        if (isStopped) {
            return;
        }
        Duration wait = Duration.ZERO;
        try {
            if (isResyncDue) {
                isResyncDue = false;
                close();
            }
            if (file == null) {
                open();
            }
            wait = read();
        } catch (IOException e) {
            wait = lost(FileWords.failure(feed.path(), e));
        } catch (Throwable e) {
            wait = lost("reading failed: " + e.getClass().getSimpleName());
            throw e;
        } finally {
            if (!isStopped) {
                thread.schedule(this::turn, wait.toNanos(), TimeUnit.NANOSECONDS);
            }
        }
    }

    private void open() throws IOException {
        file = FollowedFile.open(feed.path(), mostLineBytes, nanoTime);
        connection = new Connection(connection.number() + 1, Meaning.ADDITIONS);
        windowStart = clock.millis() - lookback.toMillis();
        isAtEnd = false;
        isCaughtUp = file.isHistoryRead();
        isCompletionDue = true;
        unread = file.unread();
        counts.opened.increment();
        log.opened(unread);
        if (!status.is(State.LIVE)) {
            status.live();
        }
    }

    /** Reads on; returns the wait before the next step. */
    private Duration read() throws IOException {
        if (isCaughtUp && isCompletionDue) {
            complete();
            return Duration.ZERO;
        }
        if (!outlet.hasSlot(PATIENCE)) {
            return Duration.ZERO;
        }
        if (isAtEnd) {
            Optional<Restart> restart = file.isOver();
            if (restart.isPresent()) {
                leave(restart.get());
                return Duration.ZERO;
            }
        }
        LineBatch batch = batch();
        batch.read(file, !isCaughtUp);
        pass(batch);
        isAtEnd = batch.isAtEnd();
        isCaughtUp = isCaughtUp || isAtEnd || file.isHistoryRead();
        unread = file.unread();
        if (isAtEnd) {
            backoff.reset();
        }
        return isAtEnd && !file.isLastRead() ? LOOK : Duration.ZERO;
    }

    private LineBatch batch() {
        return new LineBatch(
                isCaughtUp ? Place.UNKNOWN : Place.at(Math.min(file.changedAt(), clock.millis())), this::refuse);
    }

    private void refuse(Refusal refusal) {
        counts.rejected.get(refusal).increment();
        sink.unreadable(connection, refusal.words());
    }

    private void pass(LineBatch batch) {
        counts.lines.add(batch.lines());
        if (!batch.entries().isEmpty()) {
            outlet.pass(connection, new Batch(batch.entries(), isCaughtUp, LogPosition.NONE));
        }
    }

    /** Says that all that the file had has been read, once it has been applied. */
    private void complete() {
        if (outlet.isIdle(PATIENCE) && !isResyncDue) {
            isCompletionDue = false;
            sink.completeSince(since.orElse(windowStart));
            since = OptionalLong.empty();
            hasCaughtUp = true;
        }
    }

    /** Closes a file that is over. Its last line counts even without its end, which will not come any more. */
    private void leave(Restart restart) throws IOException {
        Line rest = file.rest();
        if (rest != null) {
            LineBatch last = batch();
            last.add(rest);
            pass(last);
        }
        counts.restarts.get(restart).increment();
        close();
    }

    /** Ends an attempt. Returns the wait before the next one: longer each time if it is reading that fails. */
    private Duration lost(String reason) {
        boolean wasOpen = file != null;
        close();
        if (isStopped) {
            return Duration.ZERO;
        }
        hasCaughtUp = true;
        log.lost(reason);
        Duration jittered = backoff.next();
        Duration wait = wasOpen ? jittered : LOOK;
        // A file that is not there is looked for several times a second, and said once.
        if (wasOpen || !status.is(State.WAITING) || !status.reason().equals(reason)) {
            status.waiting(wait, reason);
        }
        return wait;
    }

    private void close() {
        FollowedFile last = file;
        file = null;
        unread = 0;
        if (last != null) {
            try {
                last.close();
            } catch (IOException e) {
                // It was only read, so nothing is lost.
            }
        }
    }
}
