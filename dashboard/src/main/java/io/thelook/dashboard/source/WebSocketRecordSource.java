package io.thelook.dashboard.source;

import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.model.FeedProtocol;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * A feed at the other end of a WebSocket.
 *
 * <p>It asks for the incremental feed, {@link FeedProtocol#NAME}. A server that does not know it, whether it leaves the question
 * unanswered or refuses the handshake because of it, is asked again at once for the plain snapshot feed.
 *
 * <p>The other end is pinged every 0.3 s. When it has answered before and then is silent for 1.1 s, it is called
 * unresponsive; after the timeout the connection, or the attempt at one, is given up. Then, as when the other end closes it, the next attempt
 * follows after a {@link Backoff}, which begins anew only after a connection has lasted 5 s: a feed that closes at once is
 * not hammered.
 *
 * <p>All state belongs to one thread; the network's events are handed over to it.
 */
public final class WebSocketRecordSource implements RecordSource {

    private static final Logger LOG = Logger.getLogger(WebSocketRecordSource.class);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration PING = Duration.ofMillis(300);
    private static final Duration UNRESPONSIVE_AFTER = Duration.ofMillis(1_100);
    private static final Duration LASTING = Duration.ofSeconds(5);

    private final URI feed;
    private final Duration timeout;
    private final InstantSource clock;
    private final WebSocketClient client;
    private final Backoff backoff;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "source"));
    private final LongAdder connects = new LongAdder();

    private Sink sink;
    private Attempt current;
    private SourceStatus status;
    private long attempts;
    private boolean plain;

    /**
     * @param feed {@code ws} or {@code wss}
     * @param timeout the silence after which a connection is given up
     * @param maxFrameBytes a larger frame ends the connection
     * @param random for the jitter
     */
    public WebSocketRecordSource(
            Vertx vertx, URI feed, Duration timeout, int maxFrameBytes, InstantSource clock, RandomGenerator random) {
        this.feed = feed;
        this.timeout = timeout;
        this.clock = clock;
        this.backoff = new Backoff(FIRST_WAIT, LONGEST_WAIT, random);
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setConnectTimeout((int) CONNECT_TIMEOUT.toMillis())
                .setMaxFrameSize(maxFrameBytes)
                .setMaxMessageSize(maxFrameBytes)
                .setClosingTimeout(1)
                .setTryUsePerMessageCompression(true));
    }

    @Override
    public void start(Sink receiver) {
        sink = receiver;
        thread.execute(this::connect);
        thread.scheduleWithFixedDelay(this::watch, PING.toMillis(), PING.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        thread.execute(() -> {
            Attempt last = current;
            current = null;
            if (last != null && last.open) {
                last.socket.close();
            }
            client.close();
            thread.shutdownNow();
        });
    }

    @Override
    public void resync() {
        execute(() -> {
            if (current != null && current.open) {
                current.socket.writeTextMessage(FeedProtocol.RESYNC);
            }
        });
    }

    private void execute(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            // Stopped: there is nothing left to be done.
        }
    }

    /** Connections made so far. */
    public long connects() {
        return connects.sum();
    }

    private void connect() {
        report(State.CONNECTING, 0, status == null ? "" : status.reason());
        Attempt attempt = new Attempt(++attempts, !plain);
        current = attempt;
        try {
            attempt.start();
        } catch (RuntimeException e) {
            attempt.end(describe(e));
        }
    }

    private void watch() {
        if (current != null) {
            current.watch();
        }
    }

    private void lost(String reason, boolean wasOpen) {
        current = null;
        plain = false;
        Duration wait = backoff.next();
        // Each loss is news; that the feed is still away is not.
        if (wasOpen || backoff.attempt() == 1) {
            LOG.warnf("feed %s: %s; trying again until it is back", feed, reason);
        }
        report(State.WAITING, clock.millis() + wait.toMillis(), reason);
        thread.schedule(this::connect, wait.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void report(State state, long nextTryAt, String reason) {
        boolean sameState = status != null && status.state() == state;
        long since = sameState ? status.since() : clock.millis();
        status = new SourceStatus(state, since, backoff.attempt(), nextTryAt, reason);
        sink.status(status);
    }

    /** One connection, from the attempt to its end. Fields belong to the source's thread. */
    private final class Attempt {

        private final ClientWebSocket socket = client.webSocket();
        private final long number;
        private final boolean asksForIncremental;
        private boolean open;
        private volatile boolean givenUp;
        private boolean answersPings;
        private long openedAt;
        private volatile long heardAt = System.nanoTime();

        private Attempt(long number, boolean asksForIncremental) {
            this.number = number;
            this.asksForIncremental = asksForIncremental;
        }

        private void start() {
            RecordSource.Connection connection = new RecordSource.Connection(number, asksForIncremental);
            socket.textMessageHandler(text -> {
                heardAt = System.nanoTime();
                sink.message(connection, text);
            });
            socket.pongHandler(pong -> {
                heardAt = System.nanoTime();
                if (pong.length() == Long.BYTES) {
                    sink.roundTrip((heardAt - pong.getLong(0)) / 1e6);
                }
                ownThread(() -> answersPings = true);
            });
            socket.exceptionHandler(failure -> ownThread(() -> end(describe(failure))));
            socket.closeHandler(closed -> ownThread(() -> end(describeClose())));
            WebSocketConnectOptions options = new WebSocketConnectOptions()
                    .setSsl("wss".equals(feed.getScheme()))
                    .setHost(feed.getHost().replaceAll("[\\[\\]]", "")) // of an IPv6 address
                    .setPort(feed.getPort() != -1 ? feed.getPort() : "wss".equals(feed.getScheme()) ? 443 : 80)
                    .setURI(requestUri());
            if (asksForIncremental) {
                options.addSubProtocol(FeedProtocol.NAME);
            }
            // No timeout is set for the handshake: Vert.x 4.5 does not cancel the first timer of a JVM, and would close
            // a
            // healthy connection with it. watch() sees to that.
            socket.connect(options)
                    .onSuccess(connected -> {
                        ownThread(this::opened);
                        if (givenUp) {
                            connected.close();
                        }
                    })
                    .onFailure(failure -> ownThread(() -> refused(failure)));
        }

        private void refused(Throwable failure) {
            boolean answered =
                    failure instanceof UpgradeRejectedException || failure instanceof WebSocketHandshakeException;
            if (asksForIncremental && answered) {
                plain = true;
                givenUp = true;
                connect();
            } else {
                end(describe(failure));
            }
        }

        private void opened() {
            open = true;
            openedAt = System.nanoTime();
            heardAt = openedAt;
            connects.increment();
            LOG.infof("feed %s: connected, %s", feed, asksForIncremental ? FeedProtocol.NAME : "whole windows");
            report(State.LIVE, 0, "");
        }

        private void watch() {
            Duration silence = Duration.ofNanos(System.nanoTime() - heardAt);
            if (silence.compareTo(timeout) > 0) {
                end("silent for " + silence.toSeconds() + " s");
                return;
            }
            if (!open) {
                return;
            }
            if (System.nanoTime() - openedAt > LASTING.toNanos()) {
                backoff.reset();
            }
            if (answersPings) {
                boolean unresponsive = silence.compareTo(UNRESPONSIVE_AFTER) > 0;
                if (unresponsive && status.state() == State.LIVE) {
                    report(State.UNRESPONSIVE, 0, "not answering");
                } else if (!unresponsive && status.state() == State.UNRESPONSIVE) {
                    report(State.LIVE, 0, "");
                }
            }
            socket.writePing(Buffer.buffer().appendLong(System.nanoTime()))
                    .onFailure(failure -> ownThread(() -> end(describe(failure))));
        }

        private void end(String reason) {
            boolean wasOpen = open;
            open = false;
            givenUp = true;
            if (current == this) {
                lost(reason, wasOpen);
            }
            if (wasOpen) {
                // A half-open peer never answers the closing handshake; the client's closing timeout then ends it.
                socket.close();
            }
        }

        private String describeClose() {
            Short code = socket.closeStatusCode();
            if (code == null || code == 1006) {
                return "connection lost";
            }
            String words = socket.closeReason();
            return "closed with " + code + (words == null || words.isEmpty() ? "" : ", " + words);
        }

        /** Events of a connection that has been given up are ignored. */
        private void ownThread(Runnable event) {
            execute(() -> {
                if (current == this) {
                    event.run();
                }
            });
        }
    }

    private String requestUri() {
        String path = feed.getRawPath() == null || feed.getRawPath().isEmpty() ? "/" : feed.getRawPath();
        return feed.getRawQuery() == null ? path : path + "?" + feed.getRawQuery();
    }

    private static String describe(Throwable failure) {
        if (failure instanceof UnknownHostException) {
            return "host unknown";
        }
        if (failure instanceof UpgradeRejectedException rejected) {
            return "refused with status " + rejected.getStatus();
        }
        if (failure instanceof ConnectException) {
            return "connection refused";
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}
