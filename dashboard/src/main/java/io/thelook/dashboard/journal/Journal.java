package io.thelook.dashboard.journal;

import io.thelook.service.thread.ServiceThread;
import io.thelook.service.thread.Throttle;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * An append-only journal in a folder. A {@linkplain #replay replay} returns each confirmed entry, after any stop of the
 * process or of the machine, until it is older than the retention or the journal is full.
 *
 * <p>The thread {@code journal}, which the first entry starts, takes all waiting entries, writes them, and forces them
 * to the disk once: with more callers, more entries share a force.
 *
 * <p>A failed entry may still be replayed, for instance if the disk had it when the power failed. A sender that repeats
 * it must therefore give it an identity. After a failure of the disk, the journal tries again with the next entry.
 *
 * <p>Thread-safe.
 */
public final class Journal implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Journal.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);
    private static final Duration GOODBYE = Duration.ofSeconds(10);

    private final JournalSettings settings;
    private final Storage storage;
    private final InstantSource clock;
    private final Segments segments;
    private final JournalCounters counters = new JournalCounters();
    private final ServiceThread thread = new ServiceThread("journal");
    private final Throttle warnings = new Throttle(BETWEEN_WARNINGS, System::nanoTime);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition isIdle = lock.newCondition();

    // The following are guarded by the lock.
    private final Backlog backlog;
    private boolean isWriting;
    private boolean isClosed;

    /** Whether the log already has a line that the journal cannot be written. Belongs to the thread. */
    private boolean isWarned;

    private Journal(JournalSettings settings, Storage storage, InstantSource clock, RandomGenerator random) {
        this.settings = settings;
        this.storage = storage;
        this.clock = clock;
        backlog = new Backlog(settings.maxWaiting(), settings.maxWaitingBytes());
        segments = new Segments(settings, storage, clock, random, counters);
    }

    /**
     * Opens the journal in the folder, and keeps other processes out of it. Starts no thread.
     *
     * @param clock gives the arrival times
     * @throws IOException if the folder cannot be created, read or written, or another process uses it; the message is
     *     one line that names the folder
     */
    public static Journal open(JournalSettings settings, InstantSource clock) throws IOException {
        return open(settings, new DiskStorage(settings.folder()), clock, new SecureRandom());
    }

    /** @param random for the markers of the segments */
    static Journal open(JournalSettings settings, Storage storage, InstantSource clock, RandomGenerator random)
            throws IOException {
        Journal journal = new Journal(settings, storage, clock, random);
        storage.claim();
        try {
            journal.segments.open();
        } catch (IOException e) {
            storage.close();
            throw new IOException("cannot read the journal in " + settings.folder() + ": " + e.getMessage(), e);
        }
        return journal;
    }

    /**
     * Appends an entry, which the caller no longer changes.
     *
     * @return completes once the entry is on the disk. Fails with an {@link IOException} if it cannot be written, with
     *     a {@link JournalFullException}, at once, if too many entries wait, and with an {@link IllegalStateException}
     *     if the journal is closed. Dependent stages run on the journal's thread and should be short
     * @throws IllegalArgumentException if the entry is larger than the settings allow
     */
    public CompletionStage<Void> append(byte[] entry) {
        if (entry.length > settings.maxEntryBytes()) {
            throw new IllegalArgumentException(
                    "an entry of " + entry.length + " bytes: expected at most " + settings.maxEntryBytes());
        }
        lock.lock();
        try {
            if (isClosed) {
                return CompletableFuture.failedFuture(new IllegalStateException("the journal is closed"));
            }
            if (!backlog.hasRoomFor(entry.length)) {
                counters.refused.increment();
                return CompletableFuture.failedFuture(
                        new JournalFullException(backlog.waiting(), backlog.waitingBytes()));
            }
            Pending pending = new Pending(entry, clock.millis());
            if (!isWriting) {
                thread.execute(this::write);
                isWriting = true;
            }
            backlog.add(pending);
            return pending.written();
        } finally {
            lock.unlock();
        }
    }

    /** Writes a batch, and runs again if more entries wait, even after a failure. */
    private void write() {
        try {
            writeBatch();
        } finally {
            lock.lock();
            try {
                isWriting = !backlog.isEmpty();
                if (isWriting) {
                    thread.execute(this::write);
                } else {
                    isIdle.signalAll();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void writeBatch() {
        List<Pending> batch = take();
        if (batch.isEmpty()) {
            return;
        }
        try {
            segments.append(batch);
        } catch (IOException e) {
            fail(batch, e);
            return;
        } catch (RuntimeException | Error e) {
            fail(batch, new IOException("unexpected " + e.getClass().getSimpleName(), e));
            throw e;
        }
        confirm(batch);
    }

    private List<Pending> take() {
        lock.lock();
        try {
            return backlog.take(settings.segmentBytes());
        } finally {
            lock.unlock();
        }
    }

    private void release(List<Pending> batch) {
        lock.lock();
        try {
            backlog.release(batch);
        } finally {
            lock.unlock();
        }
    }

    private void confirm(List<Pending> batch) {
        counters.forces.increment();
        counters.appended.add(batch.size());
        counters.appendedBytes.add(
                batch.stream().mapToLong(each -> each.entry().length).sum());
        release(batch);
        batch.forEach(each -> each.written().complete(null));
        if (isWarned) {
            isWarned = false;
            LOG.infof("the journal in %s can be written again", settings.folder());
        }
    }

    private void fail(List<Pending> batch, IOException failure) {
        counters.failed.add(batch.size());
        release(batch);
        batch.forEach(each -> each.written().completeExceptionally(failure));
        if (warnings.tryAcquire()) {
            isWarned = true;
            LOG.warnf(
                    "cannot write to the journal in %s: %s; %d entries failed so far",
                    settings.folder(), failure.getMessage(), counters.failed.sum());
        }
    }

    /**
     * Passes on the entries that arrived at or after a time, in the order in which they were appended: all that were
     * confirmed before the call. Damage in the files, such as the torn end that a stop leaves, is skipped, logged and
     * counted.
     *
     * @param sinceMillis by the clock
     * @return the number of entries passed on
     */
    public long replay(long sinceMillis, EntryConsumer consumer) {
        return segments.replay(sinceMillis, consumer);
    }

    /** The thread that writes, for liveness and metrics. */
    public ServiceThread thread() {
        return thread;
    }

    /** The bytes on the disk. */
    public long bytes() {
        return segments.bytes();
    }

    /** The number of entries that are not on the disk yet. */
    public int waiting() {
        lock.lock();
        try {
            return backlog.waiting();
        } finally {
            lock.unlock();
        }
    }

    JournalCounters counters() {
        return counters;
    }

    /**
     * Writes the waiting entries, ends the thread, and releases the folder. Gives up after 10 s if the disk does not
     * answer; the folder is then in use until the process ends.
     */
    @Override
    public void close() {
        boolean isDone = awaitIdle();
        thread.shutdown();
        if (!isDone) {
            LOG.warnf("%d entries were not written to the journal in %s", waiting(), settings.folder());
            return;
        }
        segments.close();
        try {
            storage.close();
        } catch (IOException e) {
            LOG.warnf("the journal in %s was not closed properly: %s", settings.folder(), e.getMessage());
        }
    }

    private boolean awaitIdle() {
        lock.lock();
        try {
            isClosed = true;
            long left = TimeUnit.NANOSECONDS.convert(GOODBYE);
            while (isWriting && left > 0) {
                left = isIdle.awaitNanos(left);
            }
            return !isWriting;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return !isWriting;
        } finally {
            lock.unlock();
        }
    }
}
