package io.thelook.producer.publish;

import io.thelook.producer.outbox.Attempts;
import io.thelook.producer.outbox.Attempts.Pauses;
import io.thelook.producer.outbox.Attempts.State;
import io.thelook.producer.outbox.Attempts.Wording;
import io.thelook.producer.outbox.Outbox;
import io.thelook.producer.publish.Answer.Kind;
import io.thelook.producer.publish.format.Event;
import io.thelook.producer.publish.format.Format;
import io.thelook.producer.publish.format.Topic;
import io.thelook.producer.store.Order;
import io.thelook.service.thread.ServiceThread;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;

/**
 * Sends events to a receiver, on the thread {@code publish}. The shop never waits for it: see {@link Outbox}.
 *
 * <p>Sends events of different orders concurrently, and events of one order one after the other. A parcel that the
 * receiver cannot accept now is sent again until it is accepted, so a receiver may get an event twice. A parcel that
 * the receiver refuses is dropped, and so is one that keeps failing while the receiver accepts others, because it would
 * fail forever.
 *
 * <p>Thread-safe.
 */
final class Publisher {

    /** Limit on events that wait for another one of their order, in addition to those in the outbox. */
    private static final int MOST_HELD = 1_000;

    /** The number of parcels that may wait for their next attempt, for each one that may be in flight. */
    private static final int WAITING_FOR_EACH = 4;

    /** After this many strikes, an event counts as refused. */
    static final int MOST_STRIKES = 15;

    /** After this many strikes, a parcel of several events is divided, to find the one that fails. */
    private static final int MOST_STRIKES_TOGETHER = 3;

    private static final Logger LOG = Logger.getLogger(Publisher.class);
    private static final Wording WORDING =
            new Wording("publish", "publishing", "published", "events", "PUBLISH_BUFFER");
    private static final Duration TICK = Duration.ofMillis(20);
    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private final Channel channel;
    private final Format format;
    private final Pauses pauses;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Outbox<Event> outbox;
    private final Attempts attempts;
    private final ServiceThread thread = new ServiceThread("publish");
    private final LongAdder retried = new LongAdder();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile long lastSuccess;
    private volatile boolean isStopping;

    // Used only by the publisher's thread.
    private final Lanes lanes;
    private final Packer packer;
    private final Gate gate;
    private final PriorityQueue<Parcel> again = new PriorityQueue<>((a, b) -> Long.signum(a.dueAt - b.dueAt));
    private int underWay;
    private long taken;

    /**
     * @param shown the receiver's address, for messages
     * @param most limit on waiting events
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    Publisher(
            Channel channel,
            Format format,
            String shown,
            int most,
            Pauses pauses,
            InstantSource clock,
            LongSupplier nanoTime) {
        this.channel = channel;
        this.format = format;
        this.pauses = pauses;
        this.clock = clock;
        this.nanoTime = nanoTime;
        outbox = new Outbox<>(most);
        attempts = new Attempts(LOG, shown, WORDING, outbox, pauses);
        lanes = new Lanes(outbox, MOST_HELD);
        packer = new Packer(format, channel.mostEvents(), lanes, outbox, attempts);
        gate = new Gate(channel.mostParcels());
    }

    void start() {
        thread.every(TICK, this::step);
    }

    /** Publishes a new order. Does not block. */
    void placed(Order order, long at) {
        offer(order, at, true);
    }

    /** Publishes a change of an order. Does not block. */
    void changed(Order order, long at) {
        offer(order, at, false);
    }

    private void offer(Order order, long at, boolean isNew) {
        for (Topic topic : format.topics(order, at, isNew)) {
            outbox.offer(new Event(order, topic, at));
        }
    }

    /** Sends the waiting events, unless the receiver is failing. Gives up after 5 seconds. */
    void stop() {
        isStopping = true;
        try {
            drained.get(GOODBYE.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // The remaining events are logged below.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.shutdownNow();
        channel.close();
        attempts.tellOfRest();
    }

    /** Sends as many parcels as may be in flight. */
    private void step() {
        long now = nanoTime.getAsLong();
        Optional<Parcel> next = Optional.empty();
        while (underWay < gate.limit(now) && (next = next(now)).isPresent()) {
            send(next.get());
        }
        attempts.tellOfLosses();
        if (isStopping && (outbox.waiting() == 0 || isFailing())) {
            drained.complete(null);
        }
    }

    private boolean isFailing() {
        State state = attempts.status().state();
        return state == State.RETRYING || state == State.BLOCKED;
    }

    private Optional<Parcel> next(long now) {
        Parcel due = again.peek();
        if (due != null && now - due.dueAt >= 0) {
            return Optional.of(again.remove());
        }
        return again.size() < WAITING_FOR_EACH * channel.mostParcels() ? packer.next() : Optional.empty();
    }

    private void send(Parcel parcel) {
        parcel.sentAt = nanoTime.getAsLong();
        underWay++;
        try {
            channel.send(parcel)
                    .whenComplete((answer, failure) ->
                            thread.execute(() -> receive(parcel, failure == null ? answer : unexpected(failure))));
        } catch (RuntimeException | Error e) {
            receive(parcel, unexpected(e));
            throw e;
        }
    }

    private static Answer unexpected(Throwable failure) {
        return Answer.of(Kind.LATER, "unexpected " + failure.getClass().getSimpleName());
    }

    private void receive(Parcel parcel, Answer answer) {
        underWay--;
        switch (answer.kind()) {
            case TAKEN -> take(parcel);
            case REFUSED -> refuse(parcel, answer.reason());
            case TOO_MUCH -> divide(parcel, answer.reason());
            case BUSY, LATER, BLOCKED -> delay(parcel, answer);
        }
        step();
    }

    private void take(Parcel parcel) {
        taken++;
        lastSuccess = clock.millis();
        outbox.confirm(parcel.size());
        finish(parcel);
    }

    private void refuse(Parcel parcel, String reason) {
        outbox.refuse(parcel.size());
        attempts.refuse(reason);
        finish(parcel);
    }

    private void finish(Parcel parcel) {
        gate.open();
        attempts.succeed();
        parcel.items().forEach(item -> lanes.release(item.event()));
    }

    private void divide(Parcel parcel, String reason) {
        if (parcel.size() == 1) {
            refuse(parcel, reason);
            return;
        }
        gate.open();
        for (boolean isFirst : List.of(true, false)) {
            Parcel half = parcel.half(isFirst);
            half.dueAt = parcel.sentAt;
            again.add(half);
        }
    }

    private void delay(Parcel parcel, Answer answer) {
        if (answer.kind() == Kind.LATER && parcel.failures > 0 && taken > parcel.takenBefore) {
            parcel.strikes++;
        }
        if (parcel.strikes >= (parcel.size() > 1 ? MOST_STRIKES_TOGETHER : MOST_STRIKES)) {
            divide(parcel, answer.reason() + ", repeatedly, while the receiver accepted others");
            return;
        }
        parcel.failures++;
        parcel.takenBefore = taken;
        retried.add(parcel.size());
        long now = nanoTime.getAsLong();
        long asked = answer.pause().toNanos();
        if (gate.isNews(parcel.sentAt)) {
            Duration pause = attempts.fail(answer.kind() == Kind.BLOCKED, answer.reason());
            gate.close(now, Math.max(asked, pause.toNanos()), asked > 0 || answer.kind() == Kind.BLOCKED);
        }
        parcel.dueAt = now + Math.max(asked, pauses.after(parcel.failures).toNanos());
        again.add(parcel);
    }

    /** The events that wait, with the counts of published, refused and dropped ones. */
    Outbox<Event> outbox() {
        return outbox;
    }

    /** The outcomes of the attempts to publish. */
    Attempts attempts() {
        return attempts;
    }

    /** The number of times that an event had to be sent again. */
    long retried() {
        return retried.sum();
    }

    /** When the receiver last accepted an event, in milliseconds since the epoch; 0 if never. */
    long lastSuccess() {
        return lastSuccess;
    }

    /** The thread that publishes. */
    ServiceThread thread() {
        return thread;
    }
}
