package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Follows the feed: reads its messages in sequence and applies them to the window.
 *
 * <p>A message that cannot be read is counted and dropped, and the window stays as it was. After a gap in the sequence
 * of an incremental feed, the follower requests the whole window. Until it arrives, the window stays as it was, too. If
 * a message fails while it is applied, the window may be inconsistent: the follower discards it and fills a new one
 * from the feed.
 *
 * <p>Belongs to the engine's thread, except {@link #message} and {@link #unreadable}, which are thread-safe.
 */
final class FeedFollower {

    private static final Logger LOG = Logger.getLogger(FeedFollower.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);
    private static final Duration BETWEEN_RESYNCS = Duration.ofSeconds(2);
    private static final int MOST_MESSAGES_WAITING = 256;

    private final Executor thread;
    private final Supplier<LiveWindow> windows;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Receiver receiver;
    private final Inbox inbox;
    private final AtomicBoolean reading = new AtomicBoolean();
    private final AtomicBoolean unreadable = new AtomicBoolean();
    private final Intake intake = new Intake();
    private final LatencyMeter latency = new LatencyMeter();
    private final ClockDifference clockDifference = new ClockDifference();
    private final FeedReader reader = new FeedReader();
    private final RejectionMemory rejections = new RejectionMemory();
    private final Sequence sequence = new Sequence();
    private final Pauses pauses = new Pauses();
    private final Throttle warnings;
    private final Throttle resyncs;
    private LiveWindow window;
    private Long dataAt;
    private long polls;
    private long pollsAtLastCheck;

    /** Receives the outcome of each message. */
    interface Receiver {

        /** A message was applied. If {@code whole}, the records are all of the feed's window. */
        void applied(List<Record> records, boolean whole);

        /** A message was not applied. */
        void refused();

        /** The window was discarded. {@code window} is the new one, which is empty. */
        void restarted(LiveWindow window);

        /** A message was missed, so that the whole window is needed. */
        void needsAll();
    }

    /**
     * @param windows creates an empty window
     * @param nanoTime as {@link System#nanoTime}
     */
    FeedFollower(
            Executor thread,
            EngineSettings settings,
            Supplier<LiveWindow> windows,
            InstantSource clock,
            LongSupplier nanoTime,
            Receiver receiver) {
        this.thread = thread;
        this.windows = windows;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.warnings = new Throttle(BETWEEN_WARNINGS, nanoTime);
        this.resyncs = new Throttle(BETWEEN_RESYNCS, nanoTime);
        this.receiver = receiver;
        this.inbox = new Inbox(MOST_MESSAGES_WAITING, settings.maxWaitingCharacters());
        this.window = windows.get();
    }

    /** Queues a message, which is read on the engine's thread. Returns at once. */
    void message(RecordSource.Connection over, String text) {
        intake.framesReceived.increment();
        intake.framesSuperseded.add(inbox.put(new Inbox.Item(over, text, clock.millis())));
        if (!reading.getAndSet(true)) {
            thread.execute(this::readNext);
        }
    }

    /**
     * Takes a message that is not text. Counts it at once, and reports it on the engine's thread. Messages that arrive
     * before the report share it, so that at most one report waits.
     */
    void unreadable(RecordSource.Connection over, String why) {
        intake.framesReceived.increment();
        intake.framesMalformed.increment();
        if (!unreadable.getAndSet(true)) {
            boolean isSubmitted = false;
            try {
                thread.execute(() -> {
                    unreadable.set(false);
                    say(over, "frame dropped: " + why);
                });
                isSubmitted = true;
            } finally {
                unreadable.compareAndSet(true, isSubmitted);
            }
        }
    }

    /** Reads one message. The next one is read after the tasks that the thread already has. */
    private void readNext() {
        Inbox.Item item = inbox.poll();
        polls++;
        if (item == null) {
            reading.set(false);
            // A message may have arrived after the poll and before the flag was cleared.
            if (inbox.isEmpty() || reading.getAndSet(true)) {
                return;
            }
        }
        try {
            if (item != null) {
                read(item);
            }
        } finally {
            thread.execute(this::readNext);
        }
    }

    /**
     * Resumes reading if messages wait and nothing reads them, for example after a task could not be submitted for lack
     * of memory. Call it several times a second.
     */
    void resumeIfStalled() {
        boolean isStalled = !inbox.isEmpty() && reading.get() && polls == pollsAtLastCheck;
        pollsAtLastCheck = polls;
        if (isStalled) {
            readNext();
        }
    }

    private void read(Inbox.Item item) {
        FeedMessage message;
        try {
            message = reader.read(item.text());
        } catch (FrameException e) {
            refuse(item, "frame dropped: " + e.getMessage());
            return;
        } catch (RuntimeException | Error e) {
            refuse(item, "frame dropped");
            throw e;
        }
        if (sequence.connect(item.connection())) {
            clockDifference.reset();
            window.forgetLength();
        }
        switch (sequence.relationOf(item.connection(), message)) {
            case FOLLOWS -> applyOrRestart(item, message);
            case KNOWN -> intake.framesOutOfSequence.increment();
            case GAP -> {
                intake.framesOutOfSequence.increment();
                askForAll();
            }
        }
    }

    private void refuse(Inbox.Item item, String warning) {
        intake.framesMalformed.increment();
        say(item.connection(), warning);
    }

    private void say(RecordSource.Connection over, String warning) {
        warn(warning);
        if (over.incremental()) {
            askForAll();
        }
        receiver.refused();
    }

    private void askForAll() {
        sequence.interrupt();
        if (resyncs.tryAcquire()) {
            intake.gaps.increment();
            receiver.needsAll();
        }
    }

    private void applyOrRestart(Inbox.Item item, FeedMessage message) {
        try {
            apply(item, message);
        } catch (RuntimeException | Error e) {
            window = windows.get();
            sequence.interrupt();
            try {
                receiver.restarted(window);
            } finally {
                refuse(item, "frame dropped, and the window is filled anew");
            }
            throw e;
        }
        boolean whole = isWhole(message);
        receiver.applied(message.frame().records(), whole);
    }

    private static boolean isWhole(FeedMessage message) {
        return message.kind() == Kind.FRAME || message.kind() == Kind.SNAPSHOT;
    }

    private void apply(Inbox.Item item, FeedMessage message) {
        List<Record> records = message.frame().records();
        if (message.kind() != Kind.FRAME) {
            clockDifference.message(item.receivedAt(), message.now());
        }
        // The records of the first window of a connection are history, and those of a snapshot after a gap mostly are.
        boolean live = message.kind() == Kind.UPSERT || message.kind() == Kind.FRAME && sequence.isUnbroken();
        long difference = clockDifference.millis();
        LongConsumer arrival = live ? createdAt -> latency.add(createdAt - difference) : null;
        LiveWindow.Change change =
                switch (message.kind()) {
                    case FRAME -> window.frame(records, item.receivedAt(), arrival);
                    case SNAPSHOT -> window.replace(records, message.from(), message.now(), arrival);
                    case UPSERT, HEARTBEAT -> window.upsert(records, message.from(), message.now(), arrival);
                };
        boolean goesOn = sequence.isUnbroken();
        sequence.applied(message);
        intake.count(message.frame(), change, rejections.news(message.frame(), isWhole(message)));
        if (goesOn) {
            pauses.add(nanoTime.getAsLong());
        } else {
            pauses.restart(nanoTime.getAsLong());
        }
        dataAt = item.receivedAt();
        if (message.frame().refused() > 0) {
            warn(message.frame().refused() + " of " + message.frame().received() + " records could not be used; "
                    + message.frame().rejections().get(0).detail());
        }
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

    /** The usual pause between two messages of the feed, in milliseconds. */
    long usualPauseMillis() {
        return pauses.usualMillis();
    }

    Intake intake() {
        return intake;
    }

    LatencyMeter latency() {
        return latency;
    }

    ClockDifference clockDifference() {
        return clockDifference;
    }
}
