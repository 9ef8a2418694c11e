package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.dashboard.source.SourceStatus.State;
import io.thelook.service.testing.LogLines;
import io.thelook.service.testing.PrivateCa;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The source with servers that do not speak {@code thelook.v1} and need more than an address. */
@Tag("slow")
class OtherServersTest {

    private final Vertx vertx = Vertx.vertx();
    private RecordingSink started;
    private WebSocketRecordSource source;
    private RawFeed raw;

    @TempDir
    Path folder;

    @AfterEach
    void stop() throws IOException {
        source.stop();
        assertThat(started.completeSince()).as("this source does not know it").isEmpty();
        raw.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void headersAndHello_areSentOnEachConnectionAndShownNowhere() throws IOException {
        List<String> hellos = new CopyOnWriteArrayList<>();
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
        LogLines log = new LogLines("io.thelook.dashboard.source");
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
            log.close();
        }

        assertThat(hellos).containsOnly(hello);
        assertThat(raw.requests()).allSatisfy(request -> assertThat(request)
                .contains("authorization: Bearer t0k3n\r\n", "X-Shop: 7; a=b, c\r\n", "https://shop.example\r\n")
                .containsOnlyOnce("rigin: ")
                .doesNotContainIgnoringCase("sec-websocket-protocol"));
        assertThat(sink.last().reason()).isEqualTo("closed with 4401, unknown … and key …");
        assertThat(log.all()).isNotEmpty().allSatisfy(line -> assertThat(line)
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

        await().until(() -> !sink.messages().isEmpty());

        assertThat(sink.connections()).containsExactly(new Connection(1, Meaning.WINDOW));
        assertThat(raw.requests().get(0))
                .containsIgnoringCase("sec-websocket-protocol: v1.orders\r\n")
                .doesNotContain("thelook");
    }

    @Test
    void subprotocolThatIsNotSelected_isReported() throws IOException {
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
        await().until(() -> sink.texts().equals(List.of("1")));

        await().during(Duration.ofSeconds(2)).until(() -> pings.get() == 0 && sink.is(State.LIVE));

        assertThat(source.connects()).isEqualTo(1);
        assertThat(sink.roundTrips()).isEmpty();
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
        assertThat(sink.statuses()).extracting(SourceStatus::state).containsExactly(State.CONNECTING, State.LIVE);

        await().until(() -> sink.is(State.WAITING));
        assertThat(sink.last().reason()).startsWith("silent for ");
        assertThat(sink.statuses()).extracting(SourceStatus::state).contains(State.UNRESPONSIVE);
    }

    @Test
    void privateCa_isTrustedInsteadOfTheSystems_andReadAgainForEachAttempt() throws Exception {
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

        await().until(() -> sink.texts().equals(List.of("1")));
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

        await().until(() -> sink.texts().equals(List.of("{\"a\":1}", "{\"a\":2}")));

        assertThat(sink.unreadable())
                .containsExactly("a binary message inflates to over 1 MB", "a binary message is not valid gzip");
        assertThat(source.connects()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void feedThatIsFasterThanTheSink_hasToWaitAndLosesNothing(boolean isSecure) throws Exception {
        int messages = 3_000;
        String filler = "x".repeat(50_000);
        AtomicLong sent = new AtomicLong();
        RawFeed.Script script = client -> {
            client.upgrade();
            client.answer(client.await(RawFeed.PING));
            for (int i = 0; i < messages; i++) {
                client.text(i + " " + filler);
                sent.incrementAndGet();
            }
            while (true) {
                client.answer(client.await(RawFeed.PING));
            }
        };
        PrivateCa ca = isSecure ? new PrivateCa(folder) : null;
        ServerSocket socket =
                isSecure ? ca.serverSocket() : new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        raw = new RawFeed(socket, script);
        SlowSink sink = new SlowSink();
        FeedSettingsBuilder settings = settings().meaning(Meaning.ADDITIONS).timeout(Duration.ofSeconds(1));
        if (isSecure) {
            settings.ca(ca.pem());
        }
        start(sink, (isSecure ? "wss" : "ws") + "://localhost:" + raw.port(), settings);

        // The messages have 150 MB; 1 MB may wait, and the kernels take a few more.
        await().until(() -> sink.waiting.size() >= 15);
        await().during(Duration.ofSeconds(3)).until(() -> sent.get() < 600 && sink.is(State.LIVE));
        long most = sink.waiting.size();

        Thread applying = new Thread(sink::apply, "applying");
        applying.start();
        try {
            await().until(() -> sink.applied.get() == messages);
        } finally {
            applying.interrupt();
        }

        assertThat(most).isLessThan(30);
        assertThat(sink.mostWaiting).hasValueLessThan(60);
        assertThat(sink.wrong).hasValue(0);
        assertThat(source.connects()).isEqualTo(1);
        await().during(Duration.ofSeconds(2)).until(() -> sink.is(State.LIVE));
        assertThat(sink.statuses()).extracting(SourceStatus::state).doesNotContain(State.UNRESPONSIVE, State.WAITING);
    }

    @Test
    void manySmallMessages_countWithWhatTheyTakeBesideTheirText() throws IOException {
        AtomicLong sent = new AtomicLong();
        byte[] thousand = new byte[2_000];
        for (int i = 0; i < thousand.length; i += 2) {
            thousand[i] = (byte) (RawFeed.FINAL | RawFeed.TEXT);
        }
        raw = new RawFeed(client -> {
            client.upgrade();
            while (true) {
                client.write(thousand);
                sent.addAndGet(1_000);
            }
        });
        SlowSink sink = new SlowSink();
        start(sink, raw.address(), settings().meaning(Meaning.ADDITIONS));

        await().until(() -> sink.waiting.size() > 3_500);

        await().during(Duration.ofSeconds(1)).until(() -> sink.waiting.size() < 100_000);
    }

    /** Applies nothing until the test says so, then one message at a time. */
    private static final class SlowSink extends RecordingSink {

        private final BlockingQueue<CompletableFuture<Void>> waiting = new LinkedBlockingQueue<>();
        private final AtomicInteger received = new AtomicInteger();
        private final AtomicInteger applied = new AtomicInteger();
        private final AtomicInteger mostWaiting = new AtomicInteger();
        private final AtomicInteger wrong = new AtomicInteger();

        @Override
        public CompletionStage<Void> batch(Connection connection, RecordSource.Batch batch) {
            String text = batch.entries().get(0).text();
            if (!text.startsWith(received.getAndIncrement() + " ")) {
                wrong.incrementAndGet();
            }
            CompletableFuture<Void> done = new CompletableFuture<>();
            waiting.add(done);
            mostWaiting.accumulateAndGet(waiting.size(), Math::max);
            return done;
        }

        private void apply() {
            try {
                while (true) {
                    waiting.take().complete(null);
                    applied.incrementAndGet();
                }
            } catch (InterruptedException e) {
                // The test has ended.
            }
        }
    }

    private static FeedSettingsBuilder settings() {
        return new FeedSettingsBuilder();
    }

    private void start(RecordingSink sink, String address, FeedSettingsBuilder settings) {
        source =
                new WebSocketRecordSource(vertx, settings.of(address), InstantSource.system(), new SplittableRandom(1));
        started = sink;
        source.start(sink);
    }
}
