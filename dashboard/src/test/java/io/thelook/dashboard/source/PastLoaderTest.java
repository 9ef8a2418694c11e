package io.thelook.dashboard.source;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.thelook.dashboard.history.Fixtures;
import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.HistoryState;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.window.Filter;
import io.thelook.model.FeedEncoding;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import io.thelook.service.testing.LogLines;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server of the test, whose past has four days. */
@Tag("slow")
class PastLoaderTest {

    private static final long HOUR = 3_600_000;
    private static final long DAY = 24 * HOUR;
    private static final long NOW = Instant.parse("2026-03-10T14:00:00Z").toEpochMilli();
    private static final TimeSpan PAST =
            new TimeSpan(Instant.parse("2026-03-07T00:00:00Z").toEpochMilli(), NOW - 300_000);
    private static final Pattern SPAN = Pattern.compile("from=(\\d+)&to=(\\d+)");
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** The responses of the server instead of the next answers. */
    private final Queue<Answer> instead = new ConcurrentLinkedQueue<>();

    private final List<TimeSpan> asked = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> authorizations = new CopyOnWriteArrayList<>();
    private volatile String offer = "{\"from\":" + PAST.from() + ",\"to\":" + PAST.to() + ",\"visits_per_second\":2.0}";
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private History history;
    private PastLoader loader;

    private interface Answer {
        void to(HttpExchange request) throws IOException;
    }

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", request -> {
            try {
                requests.add(request.getRequestURI().getPath());
                authorizations.add(String.valueOf(request.getRequestHeaders().getFirst("Authorization")));
                Answer other = instead.poll();
                if (other != null) {
                    other.to(request);
                } else if (request.getRequestURI().getPath().endsWith("/backfill")) {
                    send(request, 200, offer);
                } else {
                    send(request, 200, lines(noted(request)));
                }
            } finally {
                request.close();
            }
        });
        server.setExecutor(threads);
        server.start();
        history = Fixtures.historyInUtc(folder, () -> Instant.ofEpochMilli(NOW));
        history.open(Duration.ofMinutes(30)).toCompletableFuture().join();
        loader = loader("ws://127.0.0.1:" + server.getAddress().getPort() + "/shop/ws?key=1");
    }

    private PastLoader loader(String address) {
        return loader(address, Duration.ofSeconds(5));
    }

    private PastLoader loader(String address, Duration timeout) {
        return new PastLoader(
                new PastFeed(
                        new FeedSettingsBuilder()
                                .timeout(timeout)
                                .headers("X-Shop: 1")
                                .of(address),
                        new ObjectMapper()),
                history,
                () -> Instant.ofEpochMilli(NOW),
                Duration.ofMillis(10));
    }

    @AfterEach
    void stop() {
        loader.stop();
        history.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private TimeSpan noted(HttpExchange request) {
        Matcher times = SPAN.matcher(request.getRequestURI().getQuery());
        assertThat(times.matches()).isTrue();
        TimeSpan span = new TimeSpan(Long.parseLong(times.group(1)), Long.parseLong(times.group(2)));
        asked.add(span);
        return span;
    }

    private static void send(HttpExchange request, int status, String body) throws IOException {
        request.sendResponseHeaders(status, 0);
        try (OutputStream out = request.getResponseBody()) {
            out.write(body.getBytes(UTF_8));
        }
    }

    /** Some records an hour, in lines of two. */
    private static String lines(TimeSpan span) {
        StringBuilder lines = new StringBuilder();
        List<Record> records = records(span);
        for (int i = 0; i < records.size(); i += 2) {
            lines.append('[');
            lines.append(encoded(records.get(i)));
            if (i + 1 < records.size()) {
                lines.append(',').append(encoded(records.get(i + 1)));
            }
            lines.append("]\n");
        }
        return lines.toString();
    }

    private static String encoded(Record record) {
        return new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8);
    }

    private static List<Record> records(TimeSpan span) {
        List<Record> records = new ArrayList<>();
        for (long at = (span.from() + HOUR / 3 - 1) / (HOUR / 3) * (HOUR / 3); at < span.to(); at += HOUR / 3) {
            records.add(aRecord().order("o" + at).item("i" + at).createdAt(at).build());
        }
        return records;
    }

    private void awaitEnd() {
        await().atMost(SOON)
                .until(() ->
                        history.missing(PAST, NOW).isEmpty() && history.state().mode() == HistoryState.Mode.ON);
    }

    private List<Record> kept() throws IOException {
        List<Record> kept = new ArrayList<>();
        history.read(new TimeSpan(0, NOW), Filter.NONE, kept::add);
        return kept;
    }

    private static TimeSpan day(int number) {
        long midnight = PAST.from() + number * DAY;
        return new TimeSpan(midnight, Math.min(PAST.to(), midnight + DAY));
    }

    @Test
    void emptyHistory_getsAllOfThePast_theNewestDayFirst_andAsksForNothingAgain() throws Exception {
        loader.request();
        awaitEnd();

        assertThat(kept()).isEqualTo(records(PAST));
        assertThat(asked).containsExactly(day(3), day(2), day(1), day(0));
        assertThat(requests).startsWith("/shop/backfill", "/shop/backfill.ndjson");
        assertThat(loader.loaded()).isEqualTo(records(PAST).size());
        await().atMost(SOON).until(() -> {
            loader.request();
            return requests.stream().filter("/shop/backfill"::equals).count() > 1;
        });
        assertThat(asked).hasSize(4);
        assertThat(history.since()).hasValue(PAST.from());
    }

    @Test
    void historyWithGaps_asksForTheseOnly() throws Exception {
        TimeSpan second = day(1);
        TimeSpan night = new TimeSpan(day(3).from(), day(3).from() + 6 * HOUR);
        Record own = aRecord().item("own").createdAt(second.from() + 1).build();
        history.load(List.of(own), second).toCompletableFuture().get(30, TimeUnit.SECONDS);
        history.load(records(night), night).toCompletableFuture().get(30, TimeUnit.SECONDS);

        loader.request();
        awaitEnd();

        assertThat(asked).containsExactly(new TimeSpan(night.to(), PAST.to()), day(2), day(0));
        assertThat(kept())
                .hasSize(records(PAST).size() - records(second).size() + 1)
                .contains(own);
    }

    @Test
    void daysTooOldToKeep_areNotAskedFor() {
        offer = "{\"from\":" + (NOW - 400 * DAY) + ",\"to\":" + PAST.to() + "}";

        loader.request();
        await().atMost(SOON)
                .until(() -> history.missing(new TimeSpan(0, PAST.to()), NOW).isEmpty());

        assertThat(asked).hasSize(36);
        assertThat(asked.get(35).from())
                .isEqualTo(Instant.parse("2026-02-03T00:00:00Z").toEpochMilli());
    }

    @Test
    void feedWithoutAPast_isAskedOnce() {
        instead.add(request -> send(request, 404, "this shop has no past"));

        loader.request();
        await().atMost(SOON).until(() -> requests.size() == 1);
        // The next request is made only after the previous one has ended.
        await().atMost(SOON).until(() -> {
            loader.request();
            return !asked.isEmpty();
        });

        assertThat(requests).startsWith("/shop/backfill", "/shop/backfill", "/shop/backfill.ndjson");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "[]", "{}", "{\"from\":2,\"to\":1}", "{\"from\":\"1\",\"to\":2}"})
    void offerThatIsNone_bringsNothing(String body) throws Exception {
        offer = body;

        loader.request();
        await().atMost(SOON).until(() -> !requests.isEmpty());
        offer = "{\"from\":" + PAST.from() + ",\"to\":" + PAST.to() + "}";
        await().atMost(SOON).until(() -> {
            loader.request();
            return history.missing(PAST, NOW).isEmpty();
        });

        assertThat(kept()).isEqualTo(records(PAST));
    }

    @Test
    void serverThatIsNotReady_isAskedAgain() throws Exception {
        instead.add(request -> send(request, 503, "the shop is not open yet"));
        instead.add(request -> send(request, 200, offer));
        instead.add(request -> send(request, 503, "two such requests are in progress"));

        loader.request();
        awaitEnd();

        assertThat(kept()).isEqualTo(records(PAST));
    }

    @Test
    void answerCutOffInTheMiddle_isLoadedAgainWithoutDuplicates() throws Exception {
        instead.add(request -> send(request, 200, offer));
        instead.add(request -> {
            String lines = lines(noted(request));
            request.sendResponseHeaders(200, 0);
            request.getResponseBody()
                    .write(lines.substring(0, lines.length() / 2).getBytes(UTF_8));
            request.getResponseBody().flush();
            throw new IOException("cut off");
        });

        loader.request();
        awaitEnd();

        assertThat(asked).startsWith(day(3), day(3), day(2));
        assertThat(kept()).isEqualTo(records(PAST));
    }

    /** The time limit of a request ends with the headers of the answer. */
    @Test
    void serverThatFallsSilentInTheMiddle_isAskedAgain() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        loader.stop();
        loader = loader("ws://127.0.0.1:" + server.getAddress().getPort() + "/ws", Duration.ofMillis(500));
        instead.add(request -> send(request, 200, offer));
        instead.add(request -> {
            String lines = lines(noted(request));
            request.sendResponseHeaders(200, 0);
            request.getResponseBody()
                    .write(lines.substring(0, lines.length() / 2).getBytes(UTF_8));
            request.getResponseBody().flush();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        loader.request();
        awaitEnd();
        over.countDown();

        assertThat(asked).startsWith(day(3), day(3), day(2));
        assertThat(kept()).isEqualTo(records(PAST));
    }

    /** What was written before the fault is not counted as complete, and is replaced. */
    @ParameterizedTest
    @ValueSource(strings = {"rubbish\n", "[{\"order_id\":\n", "{]\n"})
    void garbage_isLoadedAgainWithoutDuplicates(String garbage) throws Exception {
        instead.add(request -> send(request, 200, offer));
        instead.add(request -> send(request, 200, lines(noted(request)) + garbage));
        Record half = aRecord().item("half").createdAt(day(3).from() + 7).build();
        history.load(List.of(half), null).toCompletableFuture().get(30, TimeUnit.SECONDS);

        loader.request();
        awaitEnd();

        assertThat(asked).startsWith(day(3), day(3), day(2));
        assertThat(kept()).isEqualTo(records(PAST));
    }

    @Test
    void serverThatStaysBroken_isGivenUp_inOneLine() {
        for (int i = 0; i < 10; i++) {
            instead.add(request -> send(request, 500, "x"));
        }
        try (LogLines log = new LogLines(PastLoader.class.getName())) {
            loader.request();
            await().atMost(SOON).until(() -> !log.warnings().isEmpty());

            assertThat(log.warnings()).containsExactly("the feed's past cannot be loaded: status 500");
            assertThat(requests).hasSize(10);
        }
        assertThat(history.state().mode()).isEqualTo(HistoryState.Mode.ON);
    }

    @Test
    void serverThatIsGone_isReportedInWords() {
        server.stop(0);
        try (LogLines log = new LogLines(PastLoader.class.getName())) {
            loader.request();
            await().atMost(SOON).until(() -> !log.warnings().isEmpty());

            assertThat(log.warnings())
                    .containsExactly("the feed's past cannot be loaded: its server cannot be reached");
        }
    }

    @Test
    void credentialsOfTheFeed_areSent() {
        loader.stop();
        loader = loader("ws://user:s3cret@127.0.0.1:" + server.getAddress().getPort() + "/ws");

        loader.request();
        awaitEnd();

        String basic = "Basic " + Base64.getEncoder().encodeToString("user:s3cret".getBytes(UTF_8));
        assertThat(authorizations).isNotEmpty().containsOnly(basic);
        assertThat(requests).startsWith("/backfill");
    }
}
