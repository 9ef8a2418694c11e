package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.RecordSource.Batch;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedReader;
import io.thelook.model.Frame;
import io.thelook.model.FrameBuilder;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Applies the changes from sources without their own window: new and changed records, and the removal of orders. Their
 * window ends at the present, so {@link #tick} moves it while nothing arrives.
 *
 * <p>Batches are applied in order. A batch that takes long, because a mapping is slow, is applied in parts, between
 * which the thread does its other tasks.
 *
 * <p>Belongs to the engine's thread, except {@link #batch} and {@link #add}, which are thread-safe.
 */
final class Additions {

    /** The time after which a task reads no further entry of a batch. */
    static final Duration PART = Duration.ofSeconds(1);

    private final Executor thread;
    private final WindowKeeper keeper;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final FeedReader reader;
    private final FeedReader ownReader;
    private final Deque<Waiting> batches = new ArrayDeque<>();
    private final LogProgress progress = new LogProgress();

    /** @param nanoTime as {@link System#nanoTime} */
    Additions(Executor thread, WindowKeeper keeper, FeedFormat format, InstantSource clock, LongSupplier nanoTime) {
        this.thread = thread;
        this.keeper = keeper;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.reader = new FeedReader(format);
        this.ownReader = new FeedReader(new FeedFormat(true, List.of(), Optional.empty(), format.currency()));
    }

    /** A batch that has not been applied, or only up to its next entry. */
    private static final class Waiting {

        private final Batch batch;
        private final CompletableFuture<Void> done;
        private int next;

        private Waiting(Batch batch, CompletableFuture<Void> done) {
            this.batch = batch;
            this.done = done;
        }
    }

    /** Reads and applies a batch. Returns at once; the result completes when it has been applied, or could not be. */
    CompletionStage<Void> batch(Batch batch) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        submit(done, () -> {
            try {
                keeper.intake().framesReceived.add(batch.entries().size());
                batches.add(new Waiting(batch, done));
            } catch (RuntimeException | Error e) {
                done.complete(null);
                throw e;
            }
            if (batches.size() == 1) {
                applyBatches();
            }
        });
        return done;
    }

    /**
     * Applies records that have been read, as one message.
     *
     * @param arrival in milliseconds since the epoch
     * @return fails if they cannot be applied
     */
    CompletionStage<LiveWindow.Change> add(Frame frame, long arrival, boolean isLive) {
        CompletableFuture<LiveWindow.Change> done = new CompletableFuture<>();
        submit(done, () -> {
            try {
                keeper.intake().framesReceived.increment();
                WindowKeeper.Outcome outcome = apply(frame, 1, arrival, isLive);
                keeper.report(outcome);
                done.complete(outcome.change());
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
                throw e;
            }
        });
        return done;
    }

    /** Runs a task on the engine's thread; one that cannot be submitted ends the wait for it. */
    private void submit(CompletableFuture<?> done, Runnable task) {
        boolean isSubmitted = false;
        try {
            thread.execute(task);
            isSubmitted = true;
        } finally {
            if (!isSubmitted) {
                done.cancel(false);
            }
        }
    }

    /** Applies a part of the batches, and the rest after the tasks that the thread already has. */
    private void applyBatches() {
        try {
            applyPart();
        } finally {
            if (!batches.isEmpty()) {
                thread.execute(this::applyBatches);
            }
        }
    }

    /** Applies the first batch, or the part of it for which there is time. */
    private void applyPart() {
        Waiting waiting = batches.peek();
        if (waiting == null) {
            return;
        }
        boolean isOver = true;
        try {
            isOver = apply(waiting);
        } finally {
            if (isOver) {
                batches.remove();
                waiting.done.complete(null);
            }
        }
    }

    /** Applies the entries of a batch for which there is time; returns whether it was all of them. */
    private boolean apply(Waiting waiting) {
        List<Entry> entries = waiting.batch.entries();
        long began = nanoTime.getAsLong();
        long arrival = clock.millis();
        Part part = new Part(arrival, waiting.batch.isLive());
        // Only the newest messages are kept.
        int shownFrom = keeper.messages().isWatched() ? entries.size() - MessageLog.MOST_MESSAGES : entries.size();
        while (waiting.next < entries.size() && nanoTime.getAsLong() - began <= PART.toNanos()) {
            int i = waiting.next++;
            Entry entry = entries.get(i);
            boolean isShown = i >= shownFrom;
            if (entry.text() == null) {
                if (part.texts > 0) {
                    part.apply();
                    part.report();
                }
                keeper.removeOrder(entry.orderId());
                keeper.intake().framesApplied.increment();
                if (isShown) {
                    keeper.messages().removed(arrival, entry.orderId());
                }
            } else if (part.read(entry) && isShown) {
                keeper.messages().read(MessageLog.FEED, arrival, entry.text(), part.frame.message(), "");
            }
            progress.applied(entry.place());
        }
        part.apply();
        part.report();
        boolean isOver = waiting.next == entries.size();
        if (isOver) {
            progress.applied(waiting.batch.after());
        }
        return isOver;
    }

    /** Entries that have been read, and are applied as one message if their event times permit. */
    private final class Part {

        private final long arrival;
        private final boolean isLive;
        private final List<Record> applied = new ArrayList<>();
        private FrameBuilder frame = new FrameBuilder();
        private int texts;

        /** Whether the last entry brought records without event times. */
        private boolean isDated;

        private Part(long arrival, boolean isLive) {
            this.arrival = arrival;
            this.isLive = isLive;
        }

        /** Adds the records of an entry; returns whether it could be read. */
        private boolean read(Entry entry) {
            if (isDated) {
                // An item without an event time keeps that of its previous version, which must be applied first.
                apply();
            }
            if (!Additions.this.read(entry, frame, arrival)) {
                return false;
            }
            isDated = entry.place().hasTime() && frame.lacksTimes();
            if (isDated && texts > 0) {
                frame.rollBack();
                apply();
                return read(entry);
            }
            texts++;
            if (isDated) {
                long time = entry.place().time();
                frame.complete(records -> keeper.window().withTimes(records, time));
            }
            return true;
        }

        private void apply() {
            Frame read = frame.build();
            int number = texts;
            frame = new FrameBuilder();
            texts = 0;
            isDated = false;
            applied.addAll(Additions.this.apply(read, number, arrival, isLive).records());
        }

        private void report() {
            keeper.report(List.copyOf(applied));
            applied.clear();
        }
    }

    private boolean read(Entry entry, FrameBuilder frame, long arrival) {
        try {
            (entry.isOwn() ? ownReader : reader).read(entry.text(), frame);
            return true;
        } catch (FrameException e) {
            keeper.intake().framesMalformed.increment();
            keeper.messages().unreadable(MessageLog.FEED, arrival, entry.text(), e.getMessage());
            keeper.refused("frame dropped: " + e.getMessage());
            return false;
        }
    }

    private WindowKeeper.Outcome apply(Frame frame, int messages, long arrival, boolean isLive) {
        FeedMessage message = new FeedMessage(Kind.ADDITIONS, 0, 0, 0, frame);
        WindowKeeper.Outcome outcome;
        try {
            outcome = keeper.apply(message, arrival, isLive ? keeper.latency()::add : null);
        } catch (RuntimeException | Error e) {
            keeper.intake().framesMalformed.add(messages);
            progress.restart();
            keeper.requestAll();
            throw e;
        }
        keeper.intake().framesApplied.add(messages);
        return outcome;
    }

    /**
     * Moves the window to the present; {@code isConnected} if the source is. Applies a part of the batches that wait,
     * in case the task for it could not be submitted. Call it several times a second.
     */
    void tick(boolean isConnected) {
        applyPart();
        keeper.advance(clock.millis(), isConnected);
    }

    /** How far the log of the source has been applied. */
    LogPosition position() {
        return progress.position();
    }

    /** The source has delivered all records since this time, in milliseconds since the epoch. */
    void completeSince(long time) {
        thread.execute(() -> {
            keeper.window().completeFrom(time);
            progress.complete();
        });
    }
}
