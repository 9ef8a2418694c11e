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
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Applies what sources bring that have no window of their own: new and changed records, and the removal of orders.
 * Their window ends at the present, so {@link #tick} moves it while nothing arrives.
 *
 * <p>Belongs to the engine's thread, except {@link #batch} and {@link #add}, which are thread-safe.
 */
final class Additions {

    private final Executor thread;
    private final WindowKeeper keeper;
    private final InstantSource clock;
    private final FeedReader reader;

    Additions(Executor thread, WindowKeeper keeper, FeedFormat format, InstantSource clock) {
        this.thread = thread;
        this.keeper = keeper;
        this.clock = clock;
        this.reader = new FeedReader(format);
    }

    /** Reads and applies a batch. Returns at once; the result completes when it has been applied, or could not be. */
    CompletionStage<Void> batch(List<Entry> entries, boolean isLive) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        submit(done, () -> {
            try {
                apply(entries, isLive);
            } finally {
                done.complete(null);
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

    private void apply(List<Entry> entries, boolean isLive) {
        keeper.intake().framesReceived.add(entries.size());
        long arrival = clock.millis();
        FrameBuilder frame = new FrameBuilder();
        int texts = 0;
        // Only the newest messages are kept.
        int shownFrom = keeper.messages().isWatched() ? entries.size() - MessageLog.MOST_MESSAGES : entries.size();
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            boolean isShown = i >= shownFrom;
            if (entry.text() == null) {
                if (texts > 0) {
                    apply(frame.build(), texts, arrival, isLive);
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
        apply(frame.build(), texts, arrival, isLive);
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

    /** Moves the window to the present; {@code isConnected} if the source is. Call it several times a second. */
    void tick(boolean isConnected) {
        keeper.advance(clock.millis(), isConnected);
    }

    /** The source has delivered all records since this time, in milliseconds since the epoch. */
    void completeSince(long time) {
        thread.execute(() -> keeper.window().completeFrom(time));
    }
}
