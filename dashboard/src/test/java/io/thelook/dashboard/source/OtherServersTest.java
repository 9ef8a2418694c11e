package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.dashboard.source.SourceStatus.State;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source with servers that do not speak {@code thelook.v1} and need more than an address. */
class OtherServersTest {

    private final Vertx vertx = Vertx.vertx();
    private WebSocketRecordSource source;
    private RawFeed raw;

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws IOException {
        source.stop();
        raw.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void headersAndHello_areSentOnEachConnectionAndShownNowhere() throws IOException {
        List<String> hellos = new CopyOnWriteArrayList<>();
        List<String> logged = new CopyOnWriteArrayList<>();
        Handler log = new Handler() {
            @Override
            public void publish(LogRecord line) {
                logged.add(new SimpleFormatter().format(line) + Arrays.toString(line.getParameters()));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        raw = new RawFeed(client -> {
            client.upgrade();
            hellos.add(new String(client.await(RawFeed.TEXT).payload(), StandardCharsets.UTF_8));
            byte[] words = "??unknown Bearer t0k3n and key k3y-9".getBytes(StandardCharsets.UTF_8);
            words[0] = 4401 >> 8;
            words[1] = (byte) (4401 & 0xFF);
            client.send(RawFeed.FINAL | RawFeed.CLOSE, words);
            client.readToTheEnd();
        });
        RecordingSink sink = new RecordingSink();
        String hello = "{\"op\":\"subscribe\",\"key\":\"k3y-9\"}";
        Logger root = Logger.getLogger("io.thelook.dashboard.source");
        root.addHandler(log);
        try {
            start(
                    sink,
                    raw.address(),
                    settings()
                            .meaning(Meaning.ADDITIONS)
                            .headers("authorization: Bearer t0k3n | X-Shop: 7; a=b, c | Origin: https://shop.example")
                            .hello(hello));

            await().until(() -> hellos.size() >= 2);
            await().until(() -> sink.is(State.WAITING));
        } finally {
            root.removeHandler(log);
        }

        assertThat(hellos).containsOnly(hello);
        assertThat(raw.requests()).allSatisfy(request -> assertThat(request)
                .contains("authorization: Bearer t0k3n\r\n", "X-Shop: 7; a=b, c\r\n", "https://shop.example\r\n")
                .containsOnlyOnce("rigin: ")
                .doesNotContainIgnoringCase("sec-websocket-protocol"));
        assertThat(sink.last().reason()).isEqualTo("closed with 4401, unknown … and key …");
        assertThat(logged).isNotEmpty().allSatisfy(line -> assertThat(line)
                .doesNotContain("t0k3n", "k3y-9", "subscribe"));
    }

    @Test
    void subprotocol_isRequestedInsteadAndMessagesAreWindows() throws IOException {
        raw = new RawFeed(client -> {
            client.upgrade("Sec-WebSocket-Protocol: v1.orders");
            client.text("[]");
            client.readToTheEnd();
        });
        RecordingSink sink = new RecordingSink();
        start(sink, raw.address(), settings().subprotocol("v1.orders"));

        await().until(() -> !sink.messages.isEmpty());

        assertThat(sink.connections).containsExactly(new Connection(1, Meaning.WINDOW));
        assertThat(raw.requests().get(0))
                .containsIgnoringCase("sec-websocket-protocol: v1.orders\r\n")
                .doesNotContain("thelook");
    }

    @Test
    void subprotocolThatIsNotSelected_isSaid() throws IOException {
        raw = new RawFeed(RawFeed.Client::upgrade);
        RecordingSink sink = new RecordingSink();
        start(sink, raw.address(), settings().subprotocol("v1.orders"));

        await().until(() -> sink.is(State.WAITING));

        assertThat(sink.last().reason()).isEqualTo("did not select v1.orders");
    }

    @Test
    void feedWithoutPings_isSentNone() throws IOException {
        AtomicInteger pings = new AtomicInteger();
        raw = new RawFeed(client -> {
            client.upgrade();
            client.text("1");
            client.await(RawFeed.PING);
            pings.incrementAndGet();
        });
        RecordingSink sink = new RecordingSink();
        start(
                sink,
                raw.address(),
                settings().meaning(Meaning.ADDITIONS).ping(Duration.ZERO).timeout(Duration.ofMillis(300)));
        await().until(() -> sink.messages.equals(List.of("1")));

        await().during(Duration.ofSeconds(2)).until(() -> pings.get() == 0 && sink.is(State.LIVE));

        assertThat(source.connects()).isEqualTo(1);
        assertThat(sink.roundTrips).isEmpty();
    }

    /** Between two slow pings, the feed was called unresponsive after 1.1 s and given up after the timeout. */
    @Test
    void feedWithSlowPings_isNotDoubtedBetweenThem_andFoundWhenItHangs() throws IOException {
        AtomicInteger answers = new AtomicInteger();
        raw = new RawFeed(client -> {
            client.upgrade();
            while (answers.get() < 3) {
                client.answer(client.await(RawFeed.PING));
                answers.incrementAndGet();
            }
            client.readToTheEnd();
        });
        RecordingSink sink = new RecordingSink();
        start(
                sink,
                raw.address(),
                settings()
                        .meaning(Meaning.ADDITIONS)
                        .ping(Duration.ofSeconds(2))
                        .timeout(Duration.ofSeconds(1)));

        await().until(() -> answers.get() == 3);
        assertThat(sink.statuses).extracting(SourceStatus::state).containsExactly(State.CONNECTING, State.LIVE);

        await().until(() -> sink.is(State.WAITING));
        assertThat(sink.last().reason()).startsWith("silent for ");
        assertThat(sink.statuses).extracting(SourceStatus::state).contains(State.UNRESPONSIVE);
    }

    @Test
    void privateCa_isTrustedInsteadOfTheSystems_andReadAnewForEachAttempt() throws Exception {
        PrivateCa old = new PrivateCa(Files.createDirectory(folder.resolve("old")));
        PrivateCa renewed = new PrivateCa(Files.createDirectory(folder.resolve("renewed")));
        raw = new RawFeed(renewed.serverSocket(), client -> {
            client.upgrade();
            client.text("1");
            client.readToTheEnd();
        });
        Path file = folder.resolve("ca.pem");
        old.writeTo(file);
        RecordingSink sink = new RecordingSink();
        start(
                sink,
                "wss://localhost:" + raw.port(),
                settings().meaning(Meaning.ADDITIONS).ca(file));
        await().until(() -> sink.is(State.WAITING));
        assertThat(sink.last().reason()).startsWith("TLS: ");
        Files.writeString(file, "half a fi");

        await().until(() -> sink.is(State.WAITING) && sink.last().attempt() >= 3);
        assertThat(sink.last().reason()).startsWith("TLS: ");
        renewed.writeTo(file);

        await().until(() -> sink.messages.equals(List.of("1")));
    }

    @Test
    void privateCa_doesNotVouchForAnotherName() throws Exception {
        PrivateCa ca = new PrivateCa(folder);
        raw = new RawFeed(ca.serverSocket(), RawFeed.Client::readToTheEnd);
        RecordingSink sink = new RecordingSink();
        start(sink, "wss://127.0.0.1:" + raw.port(), settings().ca(ca.pem()));

        await().until(() -> sink.is(State.WAITING));

        assertThat(sink.last().reason()).startsWith("TLS: ").contains("127.0.0.1");
    }

    @Test
    void gzipMessages_areAdditionsLikeAnyOther() throws IOException {
        raw = new RawFeed(client -> {
            client.upgrade();
            client.send(RawFeed.FINAL | RawFeed.BINARY, GzipTest.gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8)));
            client.send(RawFeed.FINAL | RawFeed.BINARY, GzipTest.gzip(new byte[100_000_000]));
            client.send(RawFeed.FINAL | RawFeed.BINARY, new byte[] {0x1F, (byte) 0x8B, 8});
            client.text("{\"a\":2}");
            client.readToTheEnd();
        });
        RecordingSink sink = new RecordingSink();
        start(sink, raw.address(), settings().meaning(Meaning.ADDITIONS));

        await().until(() -> sink.messages.equals(List.of("{\"a\":1}", "{\"a\":2}")));

        assertThat(sink.unreadable)
                .containsExactly("a binary message inflates to over 1 MB", "a binary message is not valid gzip");
        assertThat(source.connects()).isEqualTo(1);
    }

    private static FeedSettingsBuilder settings() {
        return new FeedSettingsBuilder();
    }

    private void start(RecordingSink sink, String address, FeedSettingsBuilder settings) {
        source =
                new WebSocketRecordSource(vertx, settings.of(address), InstantSource.system(), new SplittableRandom(1));
        source.start(sink);
    }
}
