package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.dashboard.source.SourceStatus.State;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
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
        HttpServer http = server.createHttpServer()
                .webSocketHandler(onConnect::accept)
                .listen(0)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return URI.create("ws://localhost:" + http.actualPort() + "/ws");
    }

    private void start(URI feed, Duration timeout) {
        source = new WebSocketRecordSource(
                fresh, feed, timeout, 1_000_000, InstantSource.system(), new SplittableRandom(1));
        source.start(new RecordSource.Sink() {
            @Override
            public void frame(String text) {
                frames.add(text);
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
