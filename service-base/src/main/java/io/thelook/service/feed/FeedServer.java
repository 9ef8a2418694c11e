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
 * Serves a {@link FeedWindow} to clients of both contracts; docs/protocol.md specifies them.
 *
 * <p>A client of the snapshot contract gets the whole window when it comes and at each {@link #refresh}, unless it is empty and
 * goes as the reference sends it. A client of
 * {@code thelook.v1} gets a snapshot when it comes, and then what is new, at most every push interval; one that falls behind by
 * more than a few messages, or says that it missed something, gets a fresh snapshot. All clients of a contract share the
 * same texts.
 *
 * <p>Texts are made on a thread of the server's own. Thread-safe.
 */
public final class FeedServer {

    /** How many upserts may wait for a client before a snapshot takes their place. */
    private static final int MOST_WAITING = 16;

    /** Ticks are not kept further apart than this, however long a fan-out takes. */
    private static final Duration LONGEST_PUSH = Duration.ofSeconds(1);

    /** A client that keeps asking is answered so often at the most. */
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

    /** Whether an upsert went out since the last second began. Belongs to the thread. */
    private boolean saidSomething;

    /**
     * @param push the shortest time between two messages of {@code thelook.v1}
     * @param clock the clock by which the records bear their event time, in milliseconds since the epoch
     * @param edge the window's lower edge at a moment of that clock
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
     * Takes a client in and sends it the window.
     *
     * @param lane the thread of the client's socket
     * @param subprotocol what was agreed in the handshake; {@code null} or empty for the snapshot contract
     * @param ready completes when the window is complete: only then the client is sent anything
     * @return empty if there are too many
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

        /** That it missed a message is answered, the rest is ignored. */
        @Override
        public void heard(String message) {
            if (incremental && message.strip().equals(FeedProtocol.RESYNC) && resyncing.tryAcquire()) {
                resyncs.increment();
                subscriber.fallBehind();
                pacer.request();
            }
        }
    }

    /** The window has changed: clients of {@code thelook.v1} are told soon. */
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

    /** Sends the whole window to the clients of the snapshot contract. To be called at the refresh cadence. */
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

    /** To be called every second: gives a sign of life where nothing else was said, and closes clients that are stuck. */
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

    /** How often a client said that it had missed something and was answered. */
    public long resyncs() {
        return resyncs.sum();
    }

    /** How often passing a message on took longer than {@link Pacer#LONGEST_FAN_OUT} and was not waited for. */
    public long overdue() {
        return pacer.overdue();
    }

    /** The server's own thread, for liveness and metrics. */
    public ServiceThread thread() {
        return thread;
    }

    /** Closes every client and ends the thread. */
    public void stop() {
        clients.closeAll();
        thread.shutdownNow();
    }
}
