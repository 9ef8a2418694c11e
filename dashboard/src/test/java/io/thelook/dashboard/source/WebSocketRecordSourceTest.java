package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.model.FeedProtocol;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WebSocketRecordSourceTest {

    private final Vertx server = Vertx.vertx();
    private final Vertx fresh = Vertx.vertx();
    private final List<SourceStatus> statuses = new CopyOnWriteArrayList<>();
    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final List<RecordSource.Connection> connections = new CopyOnWriteArrayList<>();
    private final List<Double> roundTrips = new CopyOnWriteArrayList<>();
    private WebSocketRecordSource source;

    @AfterEach
    void stop() {
        source.stop();
        fresh.close().toCompletionStage().toCompletableFuture().join();
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void frameRightAfterTheUpgrade_isNotMissed() {
        start(serve(socket -> socket.writeTextMessage("first")), Duration.ofSeconds(5));

        await().until(() -> frames.equals(List.of("first")));
        assertThat(statuses).extracting(SourceStatus::state).startsWith(State.CONNECTING);
        await().until(() -> last().state() == State.LIVE);
    }

    @Test
    void feedThatSpeaksTheIncrementalContract_isAskedForItAndForWhatWasMissed() {
        List<String> heard = new CopyOnWriteArrayList<>();
        URI feed = serve(new HttpServerOptions().addWebSocketSubProtocol(FeedProtocol.NAME), socket -> {
            socket.textMessageHandler(heard::add);
            socket.writeTextMessage("hello");
        });
        start(feed, Duration.ofSeconds(5));

        await().until(() -> frames.equals(List.of("hello")));
        assertThat(connections).containsExactly(new RecordSource.Connection(1, true));
        source.resync();
        await().until(() -> heard.equals(List.of(FeedProtocol.RESYNC)));
        await().until(() -> !roundTrips.isEmpty());
        assertThat(roundTrips).allMatch(millis -> millis > 0 && millis < 5_000);
    }

    @Test
    void feedThatDoesNotKnowTheIncrementalContract_isAskedForThePlainOneAtOnce() {
        start(serve(socket -> socket.writeTextMessage("[]")), Duration.ofSeconds(5));

        await().until(() -> !frames.isEmpty());
        assertThat(connections).containsExactly(new RecordSource.Connection(2, false));
        assertThat(statuses).extracting(SourceStatus::state).doesNotContain(State.WAITING);
    }

    @Test
    void feedThatRefusesBecauseOfTheSubprotocol_isAskedForThePlainOneAtOnce() {
        URI feed = listen(server.createHttpServer().requestHandler(request -> {
            if (request.getHeader("Sec-WebSocket-Protocol") != null) {
                request.response().setStatusCode(403).end();
            } else {
                request.toWebSocket().onSuccess(socket -> socket.writeTextMessage("[]"));
            }
        }));
        start(feed, Duration.ofSeconds(5));

        await().until(() -> !frames.isEmpty());
        assertThat(statuses).extracting(SourceStatus::state).doesNotContain(State.WAITING);
    }

    @Test
    void feedThatRefusesEverybody_isTriedAgainWithWaits() {
        URI feed = listen(server.createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(503).end()));
        start(feed, Duration.ofSeconds(5));

        await().until(() -> statuses.stream().anyMatch(s -> s.state() == State.WAITING && s.attempt() >= 2));
        assertThat(last().reason()).isEqualTo("refused with status 503");
    }

    /** Vert.x 4.5 never cancels a timer with the number 0: a timeout for the first handshake closed the connection. */
    @Test
    void firstConnectionOfAJvm_lastsLongerThanItsHandshakeMightTake() {
        start(serve(socket -> {}), Duration.ofSeconds(2));
        await().until(() -> last().state() == State.LIVE);

        await().during(Duration.ofSeconds(7))
                .atMost(Duration.ofSeconds(9))
                .until(() -> source.connects() == 1 && last().state() == State.LIVE);
    }

    @Test
    void handshakeThatIsNeverAnswered_isGivenUp() throws IOException {
        try (ServerSocket mute = new ServerSocket(0)) {
            start(URI.create("ws://localhost:" + mute.getLocalPort()), Duration.ofSeconds(2));

            await().until(() -> last().state() == State.WAITING);

            assertThat(last().reason()).isEqualTo("silent for 2 s");
            assertThat(last().attempt()).isEqualTo(1);
            assertThat(source.connects()).isZero();
        }
    }

    @Test
    void feedThatNeverAnswersPings_isGivenUpAfterItsTimeOfSilenceAndTriedAgain() {
        start(serve(ServerWebSocket::pause), Duration.ofSeconds(2));

        await().until(() -> source.connects() >= 2);

        assertThat(statuses)
                .filteredOn(status -> status.state() == State.WAITING)
                .first()
                .extracting(SourceStatus::reason)
                .isEqualTo("silent for 2 s");
    }

    @Test
    void portWhereNobodyListens_isTriedAgainAndSaid() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0)) {
            port = closed.getLocalPort();
        }
        start(URI.create("ws://localhost:" + port), Duration.ofSeconds(5));

        await().until(() -> statuses.stream().anyMatch(s -> s.state() == State.WAITING && s.attempt() >= 3));

        assertThat(last().reason()).isEqualTo("connection refused");
    }

    private URI serve(Consumer<ServerWebSocket> onConnect) {
        return serve(new HttpServerOptions(), onConnect);
    }

    private URI serve(HttpServerOptions options, Consumer<ServerWebSocket> onConnect) {
        return listen(server.createHttpServer(options).webSocketHandler(onConnect::accept));
    }

    private static URI listen(HttpServer http) {
        int port =
                http.listen(0).toCompletionStage().toCompletableFuture().join().actualPort();
        return URI.create("ws://localhost:" + port + "/ws");
    }

    private void start(URI feed, Duration timeout) {
        source = new WebSocketRecordSource(
                fresh, feed, timeout, 1_000_000, InstantSource.system(), new SplittableRandom(1));
        source.start(new RecordSource.Sink() {
            @Override
            public void message(RecordSource.Connection connection, String text) {
                connections.add(connection);
                frames.add(text);
            }

            @Override
            public void roundTrip(double millis) {
                roundTrips.add(millis);
            }

            @Override
            public void status(SourceStatus status) {
                statuses.add(status);
            }
        });
        await().until(() -> !statuses.isEmpty());
    }

    private SourceStatus last() {
        return statuses.get(statuses.size() - 1);
    }
}
