package io.thelook.service.feed;

import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.Group;
import io.thelook.service.fanout.Pacer;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.PeerListener;
import io.thelook.service.fanout.Subscriber;
import io.thelook.service.thread.ServiceThread;
import io.thelook.service.thread.Throttle;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Serves a {@link FeedWindow} to clients of both contracts; docs/feed.md specifies them.
 *
 * <p>A client of the snapshot contract gets the whole window when it connects and at each {@link #refresh}. In the form
 * of the reference, an empty window is not sent. A client of {@code thelook.v1} gets a snapshot when it connects, and
 * then new and changed records, at most once per push interval. If it falls behind by more than a few messages, or
 * reports a missed message, it gets a new snapshot. All clients of a contract share the same texts.
 *
 * <p>The server's own thread builds the texts. Thread-safe.
 */
public final class FeedServer {

    /** The number of upserts that may wait for a client before a snapshot replaces them. */
    private static final int MOST_WAITING = 16;

    /** The longest push interval, however long a fan-out takes. */
    private static final Duration LONGEST_PUSH = Duration.ofSeconds(1);

    /** The shortest time between two replies to resync requests of one client. */
    private static final Duration BETWEEN_RESYNCS = Duration.ofSeconds(1);

    private final FeedWindow window;
    private final Audience clients;
    private final Group snapshotClients;
    private final Group incrementalClients;
    private final LongSupplier clock;
    private final LongUnaryOperator edge;
    private final ServiceThread thread = new ServiceThread("feed");
    private final Pacer pacer;
    private final LongAdder resyncs = new LongAdder();

    /** Whether an upsert has been sent since the last call of {@link #everySecond}. Used on the thread only. */
    private boolean saidSomething;

    /**
     * @param push the shortest time between two messages of {@code thelook.v1}
     * @param clock the clock of the records' event time, in milliseconds since the epoch
     * @param edge the window's lower edge at a time of that clock
     */
    public FeedServer(FeedWindow window, Audience clients, Duration push, LongSupplier clock, LongUnaryOperator edge) {
        this.window = window;
        this.clients = clients;
        this.snapshotClients = clients.newGroup();
        this.incrementalClients = clients.newGroup();
        this.clock = clock;
        this.edge = edge;
        this.pacer = new Pacer(thread, push, LONGEST_PUSH, System::nanoTime, this::push);
    }

    /**
     * Admits a client and sends it the window.
     *
     * @param lane the thread of the client's socket
     * @param subprotocol the subprotocol agreed in the handshake; {@code null}, empty or any name but
     *     {@code thelook.v1} for the snapshot contract
     * @param ready completes when the window is complete; the client is sent nothing before
     * @return empty if there are too many clients
     */
    public Optional<Client> join(Peer peer, Executor lane, String subprotocol, CompletionStage<?> ready) {
        return clients.join(peer, lane).map(subscriber -> {
            boolean incremental = FeedProtocol.NAME.equals(subprotocol);
            ready.thenRun(() -> thread.execute(() -> welcome(subscriber, incremental)));
            return new Client(subscriber, incremental);
        });
    }

    private void welcome(Subscriber subscriber, boolean incremental) {
        if (incremental) {
            subscriber.enter(incrementalClients);
            pacer.request();
        } else {
            subscriber.enter(snapshotClients);
            frame().ifPresent(subscriber::offer);
        }
    }

    /** A client of the feed. */
    public final class Client implements PeerListener {

        private final Subscriber subscriber;
        private final boolean incremental;
        private final Throttle resyncing = new Throttle(BETWEEN_RESYNCS, System::nanoTime);

        private Client(Subscriber subscriber, boolean incremental) {
            this.subscriber = subscriber;
            this.incremental = incremental;
        }

        @Override
        public Subscriber subscriber() {
            return subscriber;
        }

        /** Handles a resync request of a {@code thelook.v1} client; ignores all other messages. */
        @Override
        public void heard(String message) {
            if (incremental && message.strip().equals(FeedProtocol.RESYNC) && resyncing.tryAcquire()) {
                resyncs.increment();
                subscriber.fallBehind();
                pacer.request();
            }
        }
    }

    /** Called when the window has changed: clients of {@code thelook.v1} soon receive the change. */
    public void changed() {
        pacer.request();
    }

    private CompletionStage<Void> push() {
        long now = clock.getAsLong();
        CompletableFuture<Void> told = window.nextUpsert(edge.applyAsLong(now), incrementalClients.size() > 0)
                .map(upsert -> tell(upsert, now))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        CompletableFuture<Void> caughtUp = incrementalClients.catchUp(() -> window.snapshotMessage(now));
        return CompletableFuture.allOf(told, caughtUp);
    }

    private CompletableFuture<Void> tell(FeedWindow.Upsert upsert, long now) {
        if (upsert.records() == null) {
            return incrementalClients.allFallBehind();
        }
        saidSomething = true;
        String head = FeedProtocol.open(Kind.UPSERT, upsert.sequence(), now, window.edge());
        return incrementalClients.append(head + upsert.records() + FeedProtocol.CLOSE, MOST_WAITING);
    }

    /** Sends the whole window to the clients of the snapshot contract. Call this at every refresh. */
    public void refresh() {
        thread.execute(() -> {
            if (snapshotClients.size() > 0) {
                frame().ifPresent(snapshotClients::broadcast);
            }
        });
    }

    private Optional<String> frame() {
        return window.frameToSend(edge.applyAsLong(clock.getAsLong()));
    }

    /**
     * Sends a pending upsert or else a heartbeat if no upsert has been sent in the last second, and closes clients that
     * are stuck. Call this every second.
     */
    public void everySecond() {
        clients.closeStuck();
        thread.execute(() -> {
            if (!saidSomething && incrementalClients.size() > 0) {
                long now = clock.getAsLong();
                window.nextUpsert(edge.applyAsLong(now), true)
                        .ifPresentOrElse(upsert -> tell(upsert, now), () -> sendHeartbeat(now));
            }
            saidSomething = false;
            pacer.request();
        });
    }

    private void sendHeartbeat(long now) {
        incrementalClients.broadcastToIdle(FeedProtocol.heartbeat(window.sequence(), now, window.edge()));
    }

    /** The number of resync requests that were answered. */
    public long resyncs() {
        return resyncs.sum();
    }

    /** The number of fan-outs that took longer than {@link Pacer#LONGEST_FAN_OUT} and were no longer waited for. */
    public long overdue() {
        return pacer.overdue();
    }

    /** The server's own thread, for liveness and metrics. */
    public ServiceThread thread() {
        return thread;
    }

    /** Closes every client and ends the thread. */
    public void stop() {
        stop(Duration.ZERO);
    }

    /**
     * Closes every client, spread over a time, and ends the thread.
     *
     * @param over as of {@link Audience#closeAll(Duration)}
     */
    public void stop(Duration over) {
        clients.closeAll(over);
        thread.shutdownNow();
    }
}
