package io.thelook.dashboard.source;

import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.model.FeedProtocol;
import io.thelook.service.thread.ServiceThread;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * Reads a feed over a WebSocket.
 *
 * <p>It requests the incremental feed, {@link FeedProtocol#NAME}. If the handshake fails, or the server does not select
 * that subprotocol, it requests the plain snapshot feed at once. If the settings name another subprotocol, or messages
 * are additions, it requests only that.
 *
 * <p>It pings the peer, 0.3 s apart at the least. {@link Liveness} decides when the peer counts as unresponsive, and
 * when to give up the connection or the attempt. After that, or when the peer closes the connection, the next attempt
 * follows after a {@link Backoff}. The back-off restarts only once a connection has lasted 5 s, so that a feed that
 * closes connections at once is not hammered.
 *
 * <p>All state belongs to one thread, which also handles the network's events. Messages are passed on from the
 * network's thread, through an {@link Outlet}.
 */
public final class WebSocketRecordSource implements RecordSource {

    private static final Logger LOG = Logger.getLogger(WebSocketRecordSource.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration TICK = Duration.ofMillis(300);
    private static final Duration LASTING = Duration.ofSeconds(5);

    /** Limit on the characters that wait for the sink. More would only grow the delay. */
    private static final int MAX_UNAPPLIED = 4_000_000;

    private final FeedSettings settings;
    private final FeedAddress feed;
    private final InstantSource clock;
    private final Words words;
    private final Connector connector;
    private final Backoff backoff;
    private final Rhythm rhythm = new Rhythm();
    private final Unapplied unapplied;
    private final ServiceThread thread = new ServiceThread("source");
    private final LongAdder connects = new LongAdder();

    private Sink sink;
    private Attempt current;
    private StatusReport status;
    private long attempts;
    private boolean plain;

    /** @param random for the jitter */
    public WebSocketRecordSource(Vertx vertx, FeedSettings settings, InstantSource clock, RandomGenerator random) {
        this.settings = settings;
        this.feed = settings.address();
        this.plain = !settings.mayBeProtocol();
        this.clock = clock;
        this.words = settings.words();
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
        this.connector = new Connector(vertx, settings);
        this.unapplied = new Unapplied(Math.min(MAX_UNAPPLIED, settings.maxFrameBytes()));
    }

    @Override
    public void start(Sink receiver) {
        sink = receiver;
        status = new StatusReport(sink, clock, backoff);
        thread.execute(this::connect);
        thread.every(TICK, this::watch);
    }

    @Override
    public void stop() {
        thread.execute(() -> {
            if (current != null) {
                current.giveUp();
                current = null;
            }
            connector.close();
            thread.shutdownNow();
        });
    }

    @Override
    public void resync() {
        thread.execute(() -> {
            if (current != null) {
                current.resync();
            }
        });
    }

    /** The thread that maintains the connection, for health and metrics. */
    public ServiceThread thread() {
        return thread;
    }

    /** The number of connections made so far. */
    public long connects() {
        return connects.sum();
    }

    private void connect() {
        status.connecting();
        current = new Attempt(new Connection(++attempts, plain ? settings.plainMeaning() : Meaning.PROTOCOL));
        connector.connect(current.socket);
    }

    private void watch() {
        if (current != null) {
            current.watch();
        }
    }

    private void lost(String reason, boolean wasOpen) {
        current = null;
        plain = !settings.mayBeProtocol();
        Duration wait = backoff.next();
        // Logs each lost connection, but only the first of a series of failed attempts.
        if (wasOpen || backoff.attempt() == 1) {
            LOG.warnf("feed %s: %s; retrying until it is back", feed, reason);
        }
        status.waiting(wait, reason);
        thread.schedule(this::connect, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One connection, from the attempt to its end. Fields belong to the source's thread unless noted otherwise. */
    private final class Attempt implements FeedSocket.Listener {

        private final Connection connection;
        private final Liveness liveness = new Liveness(settings.timeout(), rhythm, System.nanoTime());
        private final FeedSocket socket;
        private final Outlet outlet;
        private boolean open;
        private long openedAt;
        private long pingedAt;

        private Attempt(Connection connection) {
            this.connection = connection;
            this.outlet = new Outlet(connection, sink, unapplied);
            String subprotocol =
                    isProtocol() ? FeedProtocol.NAME : settings.subprotocol().orElse(null);
            OpeningHandshake handshake =
                    new OpeningHandshake(feed, subprotocol, settings.headers(), settings.maxFrameBytes());
            this.socket = new FeedSocket(handshake, settings.maxFrameBytes(), words, this);
        }

        @Override
        public void opened() {
            liveness.opened(System.nanoTime());
            settings.hello().ifPresent(hello -> socket.send(hello.text()));
            ownThread(() -> {
                open = true;
                openedAt = System.nanoTime();
                pingedAt = openedAt - settings.ping().toNanos();
                connects.increment();
                LOG.infof(
                        "feed %s: connected, %s",
                        feed,
                        switch (connection.meaning()) {
                            case PROTOCOL -> FeedProtocol.NAME;
                            case WINDOW -> "whole windows";
                            case ADDITIONS -> "additions";
                        });
                status.live();
            });
        }

        @Override
        public void heard() {
            liveness.heard(System.nanoTime());
        }

        @Override
        public void message(String text) {
            liveness.message(System.nanoTime());
            outlet.message(text, socket);
        }

        @Override
        public void unreadable(String why) {
            liveness.message(System.nanoTime());
            outlet.unreadable(why);
        }

        @Override
        public void pong(long payload) {
            long now = System.nanoTime();
            if (liveness.pong(payload, now)) {
                outlet.roundTrip((now - payload) / 1e6);
            }
        }

        @Override
        public void refused(String why) {
            ownThread(() -> {
                if (isProtocol()) {
                    plain = true;
                    giveUp();
                    connect();
                } else {
                    end(why);
                }
            });
        }

        @Override
        public void ended(String why) {
            ownThread(() -> end(why));
        }

        private void watch() {
            long now = System.nanoTime();
            if (socket.isPaused()) {
                liveness.heard(now);
            }
            Liveness.Verdict verdict = liveness.verdict(now);
            if (verdict == Liveness.Verdict.GONE) {
                end(liveness.reason(now));
                return;
            }
            if (!open) {
                return;
            }
            if (now - openedAt > LASTING.toNanos()) {
                backoff.reset();
            }
            if (verdict == Liveness.Verdict.NOT_ANSWERING && status.is(State.LIVE)) {
                status.unresponsive("not answering");
            } else if (verdict == Liveness.Verdict.ALIVE && status.is(State.UNRESPONSIVE)) {
                status.live();
            }
            if (isPingDue(now)) {
                pingedAt = now;
                liveness.pinged(now);
                socket.ping(now);
            }
        }

        /** Whether the next ping is due, or would be before the middle of this tick and the next one. */
        private boolean isPingDue(long now) {
            long interval = settings.ping().toNanos();
            return interval > 0 && now - pingedAt > interval - TICK.toNanos() / 2;
        }

        private boolean isProtocol() {
            return connection.meaning() == Meaning.PROTOCOL;
        }

        private void resync() {
            if (open && isProtocol()) {
                socket.send(FeedProtocol.RESYNC);
            }
        }

        private void end(String reason) {
            giveUp();
            lost(reason, open);
        }

        private void giveUp() {
            outlet.shut();
            socket.abandon();
        }

        /** Runs the event on the source's thread, unless this is no longer the current connection. */
        private void ownThread(Runnable event) {
            thread.execute(() -> {
                if (current == this) {
                    event.run();
                }
            });
        }
    }
}
