package io.thelook.dashboard.engine;

import io.thelook.dashboard.source.RecordSource;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameException;
import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

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

    private static final Duration BETWEEN_RESYNCS = Duration.ofSeconds(2);
    private static final int MOST_MESSAGES_WAITING = 256;

    private final Executor thread;
    private final WindowKeeper keeper;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Inbox inbox;
    private final AtomicBoolean reading = new AtomicBoolean();

    /** Messages that are not text, since the last report of them. */
    private final AtomicInteger unreadable = new AtomicInteger();

    private final ClockDifference clockDifference = new ClockDifference();
    private final FeedReader reader;
    private final Sequence sequence = new Sequence();
    private final Pauses pauses = new Pauses();
    private final Throttle resyncs;
    private Runnable onProtocol = () -> {};
    private long polls;
    private long pollsAtLastCheck;

    /**
     * @param nanoTime as {@link System#nanoTime}
     */
    FeedFollower(
            Executor thread, EngineSettings settings, WindowKeeper keeper, InstantSource clock, LongSupplier nanoTime) {
        this.thread = thread;
        this.keeper = keeper;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.reader = new FeedReader(settings.format());
        this.resyncs = new Throttle(BETWEEN_RESYNCS, nanoTime);
        this.inbox = new Inbox(MOST_MESSAGES_WAITING, settings.maxWaitingCharacters());
    }

    /** Sets the receiver of each connection to a server that speaks {@code thelook.v1}. It must return at once. */
    void onProtocol(Runnable receiver) {
        onProtocol = receiver;
    }

    /** Queues a message, which is read on the engine's thread. Returns at once. */
    void message(RecordSource.Connection over, String text) {
        keeper.intake().framesReceived.increment();
        keeper.intake().framesSuperseded.add(inbox.put(new Inbox.Item(over, text, clock.millis())));
        if (!reading.getAndSet(true)) {
            thread.execute(this::readNext);
        }
    }

    /**
     * Takes a message that is not text. Counts it at once, and reports it on the engine's thread. Messages that arrive
     * before the report share it, so that at most one report waits.
     */
    void unreadable(RecordSource.Connection over, String why) {
        keeper.intake().framesReceived.increment();
        keeper.intake().framesMalformed.increment();
        if (unreadable.getAndIncrement() == 0) {
            boolean isSubmitted = false;
            try {
                thread.execute(() -> reportUnreadable(over, why));
                isSubmitted = true;
            } finally {
                if (!isSubmitted) {
                    unreadable.set(0);
                }
            }
        }
    }

    private void reportUnreadable(RecordSource.Connection over, String why) {
        keeper.messages().unreadable(MessageLog.FEED, clock.millis(), "", why, unreadable.getAndSet(0));
        say(over, "frame dropped: " + why);
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
            message = isProtocol(item.connection()) ? reader.readProtocol(item.text()) : reader.read(item.text());
        } catch (FrameException e) {
            refuse(item, e.getMessage(), "frame dropped: " + e.getMessage());
            return;
        } catch (RuntimeException | Error e) {
            refuse(item, "it failed while it was read", "frame dropped");
            throw e;
        }
        if (sequence.connect(item.connection())) {
            if (isProtocol(item.connection())) {
                onProtocol.run();
            }
            clockDifference.reset();
            keeper.window().forgetLength();
        }
        switch (sequence.relationOf(item.connection(), message)) {
            case FOLLOWS -> {
                apply(item, message);
                show(item, message, "");
            }
            case KNOWN -> {
                keeper.intake().framesOutOfSequence.increment();
                show(item, message, "not used: known already");
            }
            case GAP -> {
                keeper.intake().framesOutOfSequence.increment();
                show(item, message, "not used: a message before it is missing");
                askForAll();
            }
        }
    }

    /** Adds a message to those that /connect shows. Leaves out heartbeats, which are frequent and have no records. */
    private void show(Inbox.Item item, FeedMessage message, String note) {
        if (message.kind() != Kind.HEARTBEAT) {
            keeper.messages().read(MessageLog.FEED, item.receivedAt(), item.text(), message.frame(), note);
        }
    }

    private void refuse(Inbox.Item item, String why, String warning) {
        keeper.intake().framesMalformed.increment();
        keeper.messages().unreadable(MessageLog.FEED, item.receivedAt(), item.text(), why);
        say(item.connection(), warning);
    }

    private void say(RecordSource.Connection over, String warning) {
        if (isProtocol(over)) {
            askForAll();
        }
        keeper.refused(warning);
    }

    private static boolean isProtocol(RecordSource.Connection connection) {
        return connection.meaning() == RecordSource.Meaning.PROTOCOL;
    }

    private void askForAll() {
        sequence.interrupt();
        if (resyncs.tryAcquire()) {
            keeper.requestAll();
        }
    }

    private void apply(Inbox.Item item, FeedMessage message) {
        if (message.kind() != Kind.FRAME) {
            clockDifference.message(item.receivedAt(), message.now());
        }
        WindowKeeper.Outcome outcome;
        try {
            outcome = keeper.apply(message, item.receivedAt(), latencyOf(message));
        } catch (RuntimeException | Error e) {
            sequence.interrupt();
            refuse(item, "it failed while it was applied", "frame dropped; the window is being refilled");
            throw e;
        }
        keeper.intake().framesApplied.increment();
        if (sequence.isUnbroken()) {
            pauses.add(nanoTime.getAsLong());
        } else {
            pauses.restart(nanoTime.getAsLong());
        }
        sequence.applied(message);
        keeper.report(outcome);
    }

    /** Measures the delays of a message's records; {@code null} if they are meaningless. */
    private LongConsumer latencyOf(FeedMessage message) {
        // The records of the first window of a connection are history, and those of a snapshot after a gap mostly are.
        boolean isLive = message.kind() == Kind.UPSERT || message.kind() == Kind.FRAME && sequence.isUnbroken();
        long difference = clockDifference.millis();
        return isLive ? createdAt -> keeper.latency().add(createdAt - difference) : null;
    }

    /** The usual pause between two messages of the feed, in milliseconds. */
    long usualPauseMillis() {
        return pauses.usualMillis();
    }

    ClockDifference clockDifference() {
        return clockDifference;
    }
}
