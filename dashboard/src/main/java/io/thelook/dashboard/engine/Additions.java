package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedReader;
import io.thelook.model.Frame;
import io.thelook.model.FrameBuilder;
import io.thelook.model.FrameException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * Applies what sources bring that have no window of their own: new and changed records, and the removal of orders.
 * Their window ends at the present, so {@link #tick} moves it while nothing arrives.
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
    private final Deque<Batch> batches = new ArrayDeque<>();

    /** @param nanoTime as {@link System#nanoTime} */
    Additions(Executor thread, WindowKeeper keeper, FeedFormat format, InstantSource clock, LongSupplier nanoTime) {
        this.thread = thread;
        this.keeper = keeper;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.reader = new FeedReader(format);
    }

    /** A batch that has not been applied, or only up to its next entry. */
    private static final class Batch {

        private final List<Entry> entries;
        private final boolean isLive;
        private final CompletableFuture<Void> done;
        private int next;

        private Batch(List<Entry> entries, boolean isLive, CompletableFuture<Void> done) {
            this.entries = entries;
            this.isLive = isLive;
            this.done = done;
        }
    }

    /** Reads and applies a batch. Returns at once; the result completes when it has been applied, or could not be. */
    CompletionStage<Void> batch(List<Entry> entries, boolean isLive) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        submit(done, () -> {
            try {
                keeper.intake().framesReceived.add(entries.size());
                batches.add(new Batch(entries, isLive, done));
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
                done.complete(apply(frame, 1, arrival, isLive));
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
        Batch batch = batches.peek();
        if (batch == null) {
            return;
        }
        boolean isOver = true;
        try {
            isOver = apply(batch);
        } finally {
            if (isOver) {
                batches.remove();
                batch.done.complete(null);
            }
        }
    }

    /** Applies the entries of a batch for which there is time; returns whether it was all of them. */
    private boolean apply(Batch batch) {
        List<Entry> entries = batch.entries;
        long began = nanoTime.getAsLong();
        long arrival = clock.millis();
        FrameBuilder frame = new FrameBuilder();
        int texts = 0;
        // Only the newest messages are kept.
        int shownFrom = keeper.messages().isWatched() ? entries.size() - MessageLog.MOST_MESSAGES : entries.size();
        while (batch.next < entries.size() && nanoTime.getAsLong() - began <= PART.toNanos()) {
            int i = batch.next++;
            Entry entry = entries.get(i);
            boolean isShown = i >= shownFrom;
            if (entry.text() == null) {
                if (texts > 0) {
                    apply(frame.build(), texts, arrival, batch.isLive);
                    frame = new FrameBuilder();
                    texts = 0;
                }
                keeper.removeOrder(entry.orderId());
                keeper.intake().framesApplied.increment();
                if (isShown) {
                    keeper.messages().removed(arrival, entry.orderId());
                }
            } else if (read(entry.text(), frame, arrival)) {
                texts++;
                if (isShown) {
                    keeper.messages().read(MessageLog.FEED, arrival, entry.text(), frame.message(), "");
                }
            }
        }
        apply(frame.build(), texts, arrival, batch.isLive);
        return batch.next == entries.size();
    }

    private boolean read(String text, FrameBuilder frame, long arrival) {
        try {
            reader.read(text, frame);
            return true;
        } catch (FrameException e) {
            keeper.intake().framesMalformed.increment();
            keeper.messages().unreadable(MessageLog.FEED, arrival, text, e.getMessage());
            keeper.refused("frame dropped: " + e.getMessage());
            return false;
        }
    }

    private LiveWindow.Change apply(Frame frame, int messages, long arrival, boolean isLive) {
        FeedMessage message = new FeedMessage(Kind.ADDITIONS, 0, 0, 0, frame);
        WindowKeeper.Outcome outcome;
        try {
            outcome = keeper.apply(message, arrival, isLive ? keeper.latency()::add : null);
        } catch (RuntimeException | Error e) {
            keeper.intake().framesMalformed.add(messages);
            keeper.requestAll();
            throw e;
        }
        keeper.intake().framesApplied.add(messages);
        keeper.report(outcome);
        return outcome.change();
    }

    /**
     * Moves the window to the present; {@code isConnected} if the source is. Applies a part of the batches that wait,
     * in case the task for it could not be submitted. Call it several times a second.
     */
    void tick(boolean isConnected) {
        applyPart();
        keeper.advance(clock.millis(), isConnected);
    }

    /** The source has delivered all records since this time, in milliseconds since the epoch. */
    void completeSince(long time) {
        thread.execute(() -> keeper.window().completeFrom(time));
    }
}
