package io.thelook.dashboard.source;

import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.model.Record;
import io.thelook.service.thread.ServiceThread;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/**
 * Loads the past of a feed into the history: only what the history lacks of it, day by day (UTC), the newest first. A
 * span that could not be loaded to its end is loaded again. Thread-safe; works on a thread of its own.
 */
public final class PastLoader {

    private static final Logger LOG = Logger.getLogger(PastLoader.class);
    private static final long DAY_MILLIS = Duration.ofDays(1).toMillis();
    private static final int RECORDS_AT_A_TIME = 50_000;
    private static final int MOST_ATTEMPTS = 10;
    private static final Duration PAUSE = Duration.ofSeconds(3);
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(60);

    /** Shorter gaps are not worth a request: records are at least milliseconds apart. */
    private static final long LEAST_MILLIS = 1_000;

    private final PastFeed feed;
    private final History history;
    private final InstantSource clock;
    private final Duration pause;
    private final ServiceThread thread = new ServiceThread("past");
    private final AtomicBoolean isUnderWay = new AtomicBoolean();
    private final LongAdder loaded = new LongAdder();

    public PastLoader(PastFeed feed, History history, InstantSource clock) {
        this(feed, history, clock, PAUSE);
    }

    /** @param pause between two attempts */
    PastLoader(PastFeed feed, History history, InstantSource clock, Duration pause) {
        this.feed = feed;
        this.history = history;
        this.clock = clock;
        this.pause = pause;
    }

    /** Loads what is missing, unless that is under way. Returns at once. */
    public void request() {
        if (!isUnderWay.getAndSet(true)) {
            attempt(1);
        }
    }

    private void attempt(int number) {
        thread.schedule(
                () -> {
                    boolean isOver = true;
                    try {
                        load();
                    } catch (InterruptedIOException e) {
                        // The dashboard stops.
                    } catch (IOException e) {
                        isOver = number == MOST_ATTEMPTS;
                        LOG.logf(
                                isOver ? Logger.Level.WARN : Logger.Level.DEBUG,
                                "the feed's past cannot be loaded: %s",
                                e.getMessage());
                    } finally {
                        if (isOver) {
                            isUnderWay.set(false);
                            history.loading(false);
                        } else {
                            attempt(number + 1);
                        }
                    }
                },
                number == 1 ? 0 : pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void load() throws IOException {
        Optional<TimeSpan> offered = feed.span();
        if (offered.isEmpty()) {
            return;
        }
        TimeSpan span = offered.get();
        long before = loaded.sum();
        for (long day = Math.floorDiv(span.to() - 1, DAY_MILLIS);
                day >= Math.floorDiv(span.from(), DAY_MILLIS);
                day--) {
            TimeSpan part =
                    new TimeSpan(Math.max(span.from(), day * DAY_MILLIS), Math.min(span.to(), (day + 1) * DAY_MILLIS));
            for (TimeSpan gap : history.missing(part, clock.millis())) {
                if (gap.length() >= LEAST_MILLIS) {
                    history.loading(true);
                    load(gap);
                }
            }
        }
        if (loaded.sum() > before) {
            LOG.infof("%d records of the feed's past are in the history", loaded.sum() - before);
        }
    }

    private void load(TimeSpan gap) throws IOException {
        await(history.clear(gap));
        Load load = new Load();
        feed.read(gap, load);
        load.finish(gap);
    }

    /** One answer of the feed: some records are written while the next ones are read. */
    private final class Load implements PastFeed.Consumer {

        private List<Record> waiting = new ArrayList<>();
        private CompletionStage<Void> writing = CompletableFuture.completedFuture(null);

        @Override
        public void accept(List<Record> records) throws IOException {
            waiting.addAll(records);
            if (waiting.size() >= RECORDS_AT_A_TIME) {
                write(null);
            }
        }

        private void write(TimeSpan complete) throws IOException {
            await(writing);
            writing = history.load(waiting, complete);
            loaded.add(waiting.size());
            waiting = new ArrayList<>();
        }

        void finish(TimeSpan complete) throws IOException {
            write(complete);
            await(writing);
        }
    }

    private static void await(CompletionStage<Void> write) throws IOException {
        try {
            write.toCompletableFuture().get(LONGEST_WRITE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the dashboard stops");
        } catch (ExecutionException e) {
            throw new IOException("it cannot be written: " + e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException("writing the past took longer than " + LONGEST_WRITE.toSeconds() + " s", e);
        }
    }

    /** The number of records loaded. */
    public long loaded() {
        return loaded.sum();
    }

    /** The thread that loads. */
    public ServiceThread thread() {
        return thread;
    }

    /** Ends the thread. */
    public void stop() {
        thread.shutdownNow();
    }
}
