package io.thelook.dashboard.engine;

import io.thelook.dashboard.history.Restored;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.Frame;
import io.thelook.model.Record;
import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Keeps the window: applies messages to it, counts their outcome and reports it.
 *
 * <p>If a message fails while it is applied, the window may be inconsistent. The keeper then discards it and begins an
 * empty one, which the source must refill. Belongs to the engine's thread.
 */
final class WindowKeeper {

    private static final Logger LOG = Logger.getLogger(WindowKeeper.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);

    private final Supplier<LiveWindow> windows;
    private final long lookbackMillis;
    private final Receiver receiver;
    private final Intake intake = new Intake();
    private final LatencyMeter latency = new LatencyMeter();
    private final RejectionMemory rejections = new RejectionMemory();
    private final Throttle warnings;
    private final MessageLog messages;
    private LiveWindow window;
    private Long dataAt;

    /** Arrival time of the last usable record, in milliseconds since the epoch; {@code null} before the first one. */
    private Long usableAt;

    /** Until when the feed's window counts as one without a usable record, in milliseconds since the epoch. */
    private long allRejectedUntil = Long.MIN_VALUE;

    /** Receives the outcome of messages. */
    interface Receiver {

        /** A message was applied. If {@code whole}, the records are all of the feed's window. */
        void applied(List<Record> records, boolean whole);

        /** A message was not applied. */
        void refused();

        /** The window was discarded. {@code window} is the new one, which is empty. */
        void restarted(LiveWindow window);

        /** Records are missing, so the source must deliver the whole window. */
        void needsAll();
    }

    /**
     * @param windows creates an empty window
     * @param lookback length of the window of sources without their own window
     * @param nanoTime as {@link System#nanoTime}
     */
    WindowKeeper(Supplier<LiveWindow> windows, Duration lookback, LongSupplier nanoTime, Receiver receiver) {
        this.windows = windows;
        this.lookbackMillis = lookback.toMillis();
        this.receiver = receiver;
        this.warnings = new Throttle(BETWEEN_WARNINGS, nanoTime);
        this.messages = new MessageLog(nanoTime);
        this.window = windows.get();
    }

    /**
     * The effect of a message.
     *
     * @param change to the window
     * @param records that the window has now
     * @param isWhole whether they are all of the feed's window
     */
    record Outcome(LiveWindow.Change change, List<Record> records, boolean isWhole) {}

    /**
     * Applies a message. {@link #report} must follow.
     *
     * @param receivedAt time of arrival, in milliseconds since the epoch
     * @param live receives the event time of each new record; {@code null} for history
     * @throws RuntimeException if it cannot be applied; the window has been discarded then
     */
    Outcome apply(FeedMessage message, long receivedAt, LongConsumer live) {
        try {
            List<Record> records = window.withTimes(message.frame().records(), receivedAt);
            LiveWindow.Change change =
                    switch (message.kind()) {
                        case FRAME -> window.frame(records, receivedAt, live);
                        case SNAPSHOT -> window.replace(records, message.from(), message.now(), live);
                        case UPSERT, HEARTBEAT -> window.upsert(records, message.from(), message.now(), live);
                        case ADDITIONS -> window.upsert(records, receivedAt - lookbackMillis, receivedAt, live);
                    };
            boolean isWhole = message.kind() == Kind.FRAME || message.kind() == Kind.SNAPSHOT;
            intake.count(message.frame(), change, rejections.news(message.frame(), isWhole));
            messages.rejected(message.frame(), receivedAt);
            dataAt = receivedAt;
            noteUsable(message, isWhole, receivedAt);
            warnOfRejections(message);
            return new Outcome(change, change.stale() == 0 ? records : current(records), isWhole);
        } catch (RuntimeException | Error e) {
            window = windows.get();
            usableAt = null;
            allRejectedUntil = Long.MIN_VALUE;
            receiver.restarted(window);
            throw e;
        }
    }

    /** Records whether the feed's window, as far as this message tells, has a usable record. */
    private void noteUsable(FeedMessage message, boolean isWhole, long receivedAt) {
        Frame frame = message.frame();
        if (!frame.records().isEmpty()) {
            usableAt = receivedAt;
            allRejectedUntil = Long.MIN_VALUE;
        } else if (isWhole) {
            allRejectedUntil = frame.refused() == 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        } else if (frame.refused() > 0) {
            long length = message.kind() == Kind.ADDITIONS ? lookbackMillis : message.now() - message.from();
            if (usableAt == null || receivedAt - usableAt >= length) {
                allRejectedUntil = receivedAt + length;
            }
        }
    }

    /** Whether records arrived for the feed's window, but none that can be used. */
    boolean areAllRejected() {
        return dataAt != null && dataAt <= allRejectedUntil;
    }

    /** Reports that a message was applied. */
    void report(Outcome outcome) {
        receiver.applied(outcome.records(), outcome.isWhole());
    }

    /** Reports that messages were applied that brought these records, among others that the window has. */
    void report(List<Record> brought) {
        receiver.applied(brought, false);
    }

    /**
     * Moves the window of sources without their own window to the present.
     *
     * @param now in milliseconds since the epoch
     * @param isConnected whether nothing can have been missed until now
     */
    void advance(long now, boolean isConnected) {
        window.upsert(List.of(), now - lookbackMillis, now, null);
        if (isConnected) {
            dataAt = now;
        }
        receiver.applied(List.of(), false);
    }

    /** The records that are not older than the window's versions. */
    private List<Record> current(List<Record> records) {
        return records.stream().filter(window::has).toList();
    }

    private void warnOfRejections(FeedMessage message) {
        if (message.frame().refused() > 0) {
            warn(message.frame().refused() + " of " + message.frame().received() + " records could not be used; "
                    + message.frame().rejections().get(0).detail());
        }
    }

    /** Restores the records of a window from before a restart. Call it before anything else is applied. */
    void restore(Restored restored) {
        TimeSpan complete = restored.complete();
        TimeSpan feed = restored.feed() == null ? new TimeSpan(complete.to(), complete.to()) : restored.feed();
        window.upsert(restored.records(), feed.from(), feed.to(), null);
        window.completeFrom(complete.from());
        dataAt = complete.to();
        receiver.applied(List.of(), false);
    }

    /** Removes an order. */
    void removeOrder(String orderId) {
        if (window.removeOrder(orderId) > 0) {
            receiver.applied(window.records(Query.DEFAULT), true);
        }
    }

    /** Reports that a message was not applied. */
    void refused(String warning) {
        warn(warning);
        receiver.refused();
    }

    /** Requests the whole window from the source. */
    void requestAll() {
        intake.gaps.increment();
        receiver.needsAll();
    }

    /**
     * Logs a warning, unless one was logged shortly before: a broken feed sends many bad messages, and all are counted.
     */
    private void warn(String what) {
        if (warnings.tryAcquire()) {
            LOG.warn(what);
        }
    }

    LiveWindow window() {
        return window;
    }

    /** Arrival time of the last good message, in milliseconds since the epoch; {@code null} before the first one. */
    Long dataAt() {
        return dataAt;
    }

    Intake intake() {
        return intake;
    }

    MessageLog messages() {
        return messages;
    }

    LatencyMeter latency() {
        return latency;
    }
}
