package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.model.FeedProtocol;
import io.thelook.service.fanout.RawWebSocket;
import io.thelook.service.testing.FreePort;
import io.thelook.service.testing.LogLines;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class WebSocketRecordSourceTest {

    private final Vertx server = Vertx.vertx();
    private final Vertx fresh = Vertx.vertx();
    private RecordingSink sink;
    private WebSocketRecordSource source;
    private RawFeed raw;

    @AfterEach
    void stop() throws IOException {
        if (source != null) {
            source.stop();
            assertThat(sink.entries()).as("no additions were asked for").isEmpty();
            assertThat(sink.completeSince())
                    .as("a window is complete by itself")
                    .isEmpty();
        }
        if (raw != null) {
            raw.close();
        }
        fresh.close().toCompletionStage().toCompletableFuture().join();
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void frameRightAfterTheUpgrade_isNotMissed() {
        start(serve(socket -> socket.writeTextMessage("first")), Duration.ofSeconds(5));

        await().until(() -> sink.messages().equals(List.of("first")));
        assertThat(sink.statuses()).extracting(SourceStatus::state).startsWith(State.CONNECTING);
        await().until(() -> sink.is(State.LIVE));
    }

    @Test
    void feedThatSpeaksTheIncrementalContract_isAskedForItAndForWhatWasMissed() {
        List<String> heard = new CopyOnWriteArrayList<>();
        String feed = serve(new HttpServerOptions().addWebSocketSubProtocol(FeedProtocol.NAME), socket -> {
            socket.textMessageHandler(heard::add);
            socket.writeTextMessage("hello");
        });
        start(feed, Duration.ofSeconds(5));

        await().until(() -> sink.messages().equals(List.of("hello")));
        assertThat(sink.connections()).containsExactly(new RecordSource.Connection(1, RecordSource.Meaning.PROTOCOL));
        source.resync();
        await().until(() -> heard.equals(List.of(FeedProtocol.RESYNC)));
        await().until(() -> !sink.roundTrips().isEmpty());
        assertThat(sink.roundTrips()).allMatch(millis -> millis > 0 && millis < 5_000);
    }

    @Test
    void feedThatDoesNotKnowTheIncrementalContract_isAskedForThePlainOneAtOnce() {
        start(serve(socket -> socket.writeTextMessage("[]")), Duration.ofSeconds(5));

        await().until(() -> !sink.messages().isEmpty());
        assertThat(sink.connections()).containsExactly(new RecordSource.Connection(2, RecordSource.Meaning.WINDOW));
        assertThat(sink.statuses()).extracting(SourceStatus::state).doesNotContain(State.WAITING);
    }

    @Test
    void feedThatRefusesBecauseOfTheSubprotocol_isAskedForThePlainOneAtOnce() {
        String feed = listen(server.createHttpServer().requestHandler(request -> {
            if (request.getHeader("Sec-WebSocket-Protocol") != null) {
                request.response().setStatusCode(403).end();
            } else {
                request.toWebSocket().onSuccess(socket -> socket.writeTextMessage("[]"));
            }
        }));
        start(feed, Duration.ofSeconds(5));

        await().until(() -> !sink.messages().isEmpty());
        assertThat(sink.statuses()).extracting(SourceStatus::state).doesNotContain(State.WAITING);
    }

    @Test
    void feedThatRefusesEverybody_isTriedAgainWithWaits() {
        String feed = listen(server.createHttpServer()
                .requestHandler(request -> request.response().setStatusCode(503).end()));
        start(feed, Duration.ofSeconds(5));

        await().until(() -> sink.statuses().stream().anyMatch(s -> s.state() == State.WAITING && s.attempt() >= 2));
        assertThat(sink.last().reason()).isEqualTo("refused with status 503");
    }

    /** `/live` showed "attempt: 9" while it was live. */
    @Test
    void liveStatus_hasNoAttempt() throws IOException {
        AtomicInteger refused = new AtomicInteger();
        raw = new RawFeed(client -> {
            if (refused.getAndIncrement() < 2) {
                client.write("HTTP/1.1 503 Busy\r\n\r\n");
            } else {
                client.upgrade();
                client.readToTheEnd();
            }
        });
        start(raw.address(), Duration.ofSeconds(5));

        await().until(() -> sink.is(State.LIVE));

        assertThat(sink.statuses())
                .filteredOn(status -> status.state() == State.WAITING)
                .extracting(SourceStatus::attempt)
                .containsExactly(1);
        assertThat(sink.last().attempt()).isZero();
    }

    @Test
    void handshakeThatIsNeverAnswered_isGivenUpAndItsConnectionClosed() throws IOException {
        CountDownLatch closed = new CountDownLatch(1);
        raw = new RawFeed(client -> {
            try {
                client.readToTheEnd();
            } finally {
                closed.countDown();
            }
        });
        start(raw.address(), Duration.ofSeconds(1));

        await().until(() -> sink.is(State.WAITING));

        assertThat(sink.last().reason()).isEqualTo("no handshake within 1 s");
        assertThat(sink.last().attempt()).isEqualTo(1);
        assertThat(source.connects()).isZero();
        await().until(() -> closed.getCount() == 0);
    }

    /** Vert.x' client stored the body of an answer without a limit. */
    @Test
    void answerThatNeverEnds_isNotRead() throws IOException {
        AtomicLong sent = new AtomicLong();
        raw = new RawFeed(client -> {
            client.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = ("10000\r\n" + "x".repeat(65_536) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (sent.addAndGet(chunk.length) < 1_000_000_000L) {
                client.write(chunk);
            }
        });
        start(raw.address(), Duration.ofSeconds(5));

        await().until(() -> sink.is(State.WAITING));

        assertThat(sink.last().reason()).isEqualTo("refused with status 200");
        // What the kernels took before the connection was closed.
        assertThat(sent).hasValueLessThan(100_000_000);
    }

    /** It was dropped after each timeout, and called silent. */
    @Test
    void slowFeedThatNeverAnswersPings_staysConnected() throws IOException {
        CountDownLatch slow = new CountDownLatch(1);
        raw = new RawFeed(client -> {
            client.upgrade();
            client.text("[]");
            // Ten pings are three seconds: ten times the timeout.
            for (int i = 0; i < 10; i++) {
                client.await(RawFeed.PING);
            }
            client.text("[1]");
            slow.countDown();
            client.readToTheEnd();
        });
        start(raw.address(), Duration.ofMillis(300));

        await().until(() -> slow.getCount() == 0 && sink.messages().equals(List.of("[]", "[1]")));

        assertThat(source.connects()).isEqualTo(1);
        assertThat(sink.last().state()).isEqualTo(State.LIVE);
        assertThat(sink.statuses()).extracting(SourceStatus::state).doesNotContain(State.UNRESPONSIVE, State.WAITING);
    }

    @Test
    void feedThatStopsAnswering_isReportedThenGivenUp() throws IOException {
        raw = new RawFeed(client -> {
            client.upgrade();
            client.answer(client.await(RawFeed.PING));
            client.readToTheEnd();
        });
        start(raw.address(), Duration.ofSeconds(2));

        await().until(() -> sink.is(State.WAITING));

        assertThat(sink.last().reason()).isEqualTo("silent for 2 s");
        assertThat(sink.statuses()).extracting(SourceStatus::state).contains(State.UNRESPONSIVE);
    }

    @Test
    void connectionThatHasBeenGivenUp_deliversNothingMore() throws IOException {
        CountDownLatch saidMore = new CountDownLatch(1);
        AtomicInteger number = new AtomicInteger();
        raw = new RawFeed(client -> {
            client.upgrade();
            if (client.asksForIncremental()) {
                client.readToTheEnd();
            } else if (number.getAndIncrement() == 0) {
                client.text("[\"first\"]");
                client.answer(client.await(RawFeed.PING));
                client.await(RawFeed.CLOSE);
                try {
                    for (int i = 0; i < 100; i++) {
                        client.text("[\"late\"]");
                    }
                } finally {
                    saidMore.countDown();
                }
            } else {
                client.text("[\"second\"]");
                client.readToTheEnd();
            }
        });
        start(raw.address(), Duration.ofSeconds(1));

        await().until(() -> saidMore.getCount() == 0 && sink.messages().contains("[\"second\"]"));

        assertThat(sink.messages()).containsExactly("[\"first\"]", "[\"second\"]");
    }

    /** A frame of 0.9 MB inflated to 900 MB. */
    @Test
    void feedIsOfferedNoCompression_andACompressedFrameEndsTheConnection() throws IOException {
        raw = new RawFeed(client -> {
            client.upgrade();
            client.send(RawFeed.FINAL | RawFeed.RSV1 | RawFeed.TEXT, RawWebSocket.deflated(new byte[50_000_000]));
            client.readToTheEnd();
        });
        start(raw.address(), Duration.ofSeconds(5));

        await().until(() -> sink.is(State.WAITING));

        assertThat(sink.last().reason())
                .isEqualTo("broke the WebSocket protocol (RSV != 0 and no extension negotiated, RSV:4)");
        assertThat(sink.messages()).isEmpty();
        assertThat(raw.requests())
                .allSatisfy(request -> assertThat(request).doesNotContainIgnoringCase("Sec-WebSocket-Extensions"));
    }

    /** They were ignored silently. */
    @Test
    void binaryMessages_areTakenAsTextOrReported() throws IOException {
        raw = new RawFeed(client -> {
            client.upgrade();
            client.send(RawFeed.FINAL | RawFeed.BINARY, "[]".getBytes(StandardCharsets.UTF_8));
            client.send(RawFeed.FINAL | RawFeed.BINARY, new byte[] {(byte) 0xFF});
            client.readToTheEnd();
        });
        start(raw.address(), Duration.ofSeconds(5));

        await().until(() -> !sink.unreadable().isEmpty());

        assertThat(sink.messages()).containsExactly("[]");
        assertThat(sink.unreadable()).containsExactly("a binary message is not UTF-8 text");
        assertThat(sink.connections()).containsExactly(new RecordSource.Connection(2, RecordSource.Meaning.WINDOW));
    }

    /** It connected, and never sent its request. */
    @ParameterizedTest
    @ValueSource(strings = {"[::1]", "[0:0:0:0:0:0:0:1]", "[::1%25lo]"})
    void ipv6Address_isConnectedTo(String host) throws IOException {
        assumeThat(hasIpv6Loopback()).isTrue();
        assumeThat(!host.contains("lo") || NetworkInterface.getByName("lo") != null)
                .isTrue();
        raw = new RawFeed(new ServerSocket(0, 50, InetAddress.getByName("::1")), client -> {
            client.upgrade();
            client.text("[]");
            client.readToTheEnd();
        });
        start("ws://" + host + ":" + raw.port() + "/ws", Duration.ofSeconds(5));

        await().until(() -> !sink.messages().isEmpty());

        assertThat(raw.requests().get(0)).contains("host: " + host.replace("%25lo", "") + ":" + raw.port() + "\r\n");
    }

    private static boolean hasIpv6Loopback() {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return probe.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void interfaceThatDoesNotExist_isReported() {
        start("ws://[fe80::1%25nosuch0]:8000/ws", Duration.ofSeconds(5));

        await().until(() -> sink.is(State.WAITING));

        assertThat(sink.last().reason()).isEqualTo("host unknown");
    }

    /** User info was not sent, and appeared in logs and on the page, like the token. */
    @Test
    void secretsOfTheAddress_goToTheFeedAndNowhereElse() throws IOException {
        LogLines log = new LogLines("io.thelook.dashboard.source");
        try {
            raw = new RawFeed(client -> {
                client.upgrade();
                byte[] words = "??token abcdef\u001B[31m\r\nof pa$$word".getBytes(StandardCharsets.UTF_8);
                words[0] = 4400 >> 8;
                words[1] = (byte) (4400 & 0xFF);
                client.send(RawFeed.FINAL | RawFeed.CLOSE, words);
                client.readToTheEnd();
            });
            start(raw.address().replace("ws://", "ws://shopper:pa$$word@") + "?token=abcdef", Duration.ofSeconds(5));

            await().until(() -> sink.is(State.WAITING));
        } finally {
            log.close();
        }

        assertThat(raw.requests().get(0))
                .startsWith("GET /ws?token=abcdef HTTP/1.1\r\n")
                .contains("authorization: Basic "
                        + Base64.getEncoder().encodeToString("shopper:pa$$word".getBytes(StandardCharsets.UTF_8))
                        + "\r\n");
        assertThat(sink.last().reason()).isEqualTo("closed with 4400, token … [31m of …");
        assertThat(log.all()).hasSize(2).allSatisfy(line -> assertThat(line)
                .contains("ws://127.0.0.1:" + raw.port() + "/ws")
                .doesNotContain("abcdef", "pa$$", "shopper", "token=", "\u001B"));
    }

    @Test
    void secureFeed_mustHaveATrustedCertificateOfItsName() throws Exception {
        Path keys = Files.createTempDirectory("feed").resolve("keys.p12");
        assertThat(new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-alias",
                                "feed",
                                "-keyalg",
                                "EC",
                                "-dname",
                                "CN=localhost",
                                "-ext",
                                "san=dns:localhost",
                                "-storetype",
                                "PKCS12",
                                "-storepass",
                                "changeit",
                                "-keystore",
                                keys.toString())
                        .start()
                        .waitFor())
                .isZero();
        HttpServerOptions options = new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(new PfxOptions().setPath(keys.toString()).setPassword("changeit"));
        int port = URI.create(serve(options, socket -> socket.writeTextMessage("[]")))
                .getPort();

        start("wss://localhost:" + port, Duration.ofSeconds(5));
        await().until(() -> sink.is(State.WAITING));
        assertThat(sink.last().reason()).isEqualTo("TLS: the feed's certificate is not trusted");
        assertThat(sink.messages()).isEmpty();
        source.stop();

        System.setProperty("javax.net.ssl.trustStore", keys.toString());
        System.setProperty("javax.net.ssl.trustStorePassword", "changeit");
        try {
            start("wss://127.0.0.1:" + port, Duration.ofSeconds(5));
            await().until(() -> sink.is(State.WAITING));
            assertThat(sink.last().reason()).startsWith("TLS: ").contains("127.0.0.1");
            assertThat(sink.messages()).isEmpty();
            source.stop();

            start("wss://localhost:" + port, Duration.ofSeconds(5));
            await().until(() -> sink.messages().equals(List.of("[]")));
        } finally {
            System.clearProperty("javax.net.ssl.trustStore");
            System.clearProperty("javax.net.ssl.trustStorePassword");
        }
    }

    @Test
    void closedPort_isTriedAgainAndReported() throws IOException {
        start("ws://localhost:" + FreePort.next(), Duration.ofSeconds(5));

        await().until(() -> sink.statuses().stream().anyMatch(s -> s.state() == State.WAITING && s.attempt() >= 3));

        assertThat(sink.last().reason()).isEqualTo("connection refused");
    }

    @Test
    void stoppedSource_closesItsConnectionWithAWord() throws IOException {
        AtomicReference<RawFeed.Frame> word = new AtomicReference<>();
        raw = new RawFeed(client -> {
            client.upgrade();
            word.set(client.await(RawFeed.CLOSE));
        });
        start(raw.address(), Duration.ofSeconds(5));
        await().until(() -> sink.is(State.LIVE));

        source.stop();

        await().until(() -> word.get() != null);
        assertThat(word.get().payload()).startsWith(1000 >> 8, 1000 & 0xFF);
        await().until(() -> source.thread().isTerminated());
    }

    private String serve(Consumer<ServerWebSocket> onConnect) {
        return serve(new HttpServerOptions(), onConnect);
    }

    private String serve(HttpServerOptions options, Consumer<ServerWebSocket> onConnect) {
        return listen(server.createHttpServer(options).webSocketHandler(onConnect::accept));
    }

    private static String listen(HttpServer http) {
        int port =
                http.listen(0).toCompletionStage().toCompletableFuture().join().actualPort();
        return "ws://localhost:" + port + "/ws";
    }

    private void start(String feed, Duration timeout) {
        sink = new RecordingSink();
        source = new WebSocketRecordSource(
                fresh,
                new FeedSettingsBuilder().timeout(timeout).of(feed),
                InstantSource.system(),
                new SplittableRandom(1));
        source.start(sink);
        await().until(() -> !sink.statuses().isEmpty());
    }
}
