package io.thelook.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Shop;
import io.thelook.service.http.RawClient;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.start.ConfigFixture;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.HttpContract;
import io.thelook.service.testing.HttpContract.Answer;
import io.thelook.service.testing.LocalServer;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The past over HTTP. */
class PastExportTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long TO = Instant.parse("2026-03-09T12:34:56.789Z").toEpochMilli();
    private static final long FROM = Instant.parse("2026-03-07T00:00:00Z").toEpochMilli();
    private static final String AN_HOUR = "?from=" + (TO - 2 * HOUR) + "&to=" + (TO - HOUR);

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final Past past = Past.until(
            TO, 2, new Past.Plan(new Shop(42, new Behaviour(Behaviour.Mode.SHOP, 1, 2_880, 50_000)), 42, 2, 1));
    private final Vertx vertx = Vertx.vertx();
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final ApiDocument document = ApiDocument.resource("META-INF/openapi.yaml");

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Router router(Map<String, String> variables, CompletionStage<Past> opened) {
        PastExport export =
                new PastExport(ConfigFixture.config(ProducerConfig.class, variables), TrustedProxies.NONE, opened);
        registry.clear();
        PastExport.metrics(export).bindTo(registry);
        Router router = Router.router(vertx);
        export.register(router);
        return router;
    }

    private URI serve(Map<String, String> variables, CompletionStage<Past> opened) {
        return URI.create("http://127.0.0.1:" + LocalServer.start(vertx, router(variables, opened)));
    }

    private URI serve() {
        return serve(Map.of(), CompletableFuture.completedFuture(past));
    }

    private static HttpResponse<byte[]> send(String method, URI address, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private byte[] written(long from, long to) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        past.write(from, to, System.currentTimeMillis(), out);
        return out.toByteArray();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private double metric(String name) {
        return registry.get("thelook.backfill." + name)
                .meter()
                .measure()
                .iterator()
                .next()
                .getValue();
    }

    @Test
    void span_isThatOfThePast() throws Exception {
        HttpResponse<byte[]> response = send("GET", serve().resolve("/backfill"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("application/json");
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"from\":" + FROM + ",\"to\":" + TO + ",\"visits_per_second\":2.0}");
    }

    @Test
    void records_ofAnHour_areStreamed() throws Exception {
        HttpResponse<byte[]> response = send("GET", serve().resolve("/backfill.ndjson" + AN_HOUR));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(header(response, "Transfer-Encoding")).isEqualTo("chunked");
        assertThat(header(response, "Content-Encoding")).isEmpty();
        assertThat(response.body()).hasSizeGreaterThan(1_000_000).isEqualTo(written(TO - 2 * HOUR, TO - HOUR));
        await().atMost(SOON).until(() -> metric("completed") == 1);
    }

    @Test
    void gzip_isUsedIfTheClientTakesIt() throws Exception {
        URI address = serve().resolve("/backfill.ndjson" + AN_HOUR);
        byte[] expected = written(TO - 2 * HOUR, TO - HOUR);

        for (String accepted : List.of("gzip", "deflate, gzip;q=0.5", "br, GZIP")) {
            HttpResponse<byte[]> packed = send("GET", address, "Accept-Encoding", accepted);
            assertThat(header(packed, "Content-Encoding")).as(accepted).isEqualTo("gzip");
            assertThat(header(packed, "Vary")).isEqualTo("Accept-Encoding");
            assertThat(packed.body().length).isLessThan(expected.length / 2);
            assertThat(new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes())
                    .isEqualTo(expected);
        }
        for (String accepted : List.of("gzip;q=0", "identity", "br")) {
            HttpResponse<byte[]> plain = send("GET", address, "Accept-Encoding", accepted);
            assertThat(header(plain, "Content-Encoding")).as(accepted).isEmpty();
            assertThat(plain.body()).isEqualTo(expected);
        }
    }

    @Test
    void head_saysWhatGetWouldAndTakesNoSeat() throws Exception {
        URI server = serve();

        for (int i = 0; i < 3 * PastExport.SEATS; i++) {
            HttpResponse<byte[]> head =
                    send("HEAD", server.resolve("/backfill.ndjson" + AN_HOUR), "Accept-Encoding", "gzip");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(header(head, "Content-Type")).isEqualTo("application/x-ndjson");
            assertThat(header(head, "Content-Encoding")).isEqualTo("gzip");
            assertThat(send("HEAD", server.resolve("/backfill")).statusCode()).isEqualTo(200);
        }
        assertThat(metric("refused") + metric("completed") + metric("aborted")).isZero();
    }

    @Test
    void outsideTheSpan_isAnEmptyFile() throws Exception {
        URI server = serve();
        for (String query : List.of("?from=0&to=1", "?from=" + TO + "&to=" + (TO + HOUR), "?from=-5&to=-4")) {
            HttpResponse<byte[]> response = send("GET", server.resolve("/backfill.ndjson" + query));

            assertThat(response.statusCode()).as(query).isEqualTo(200);
            assertThat(response.body()).as(query).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "                                             | from is missing: expected a time in milliseconds since the epoch",
                "from=1                                       | to is missing: expected a time in milliseconds since the epoch",
                "to=1                                         | from is missing: expected a time in milliseconds since the epoch",
                "from=1&to=                                   | to=: expected a time in milliseconds since the epoch",
                "from=yesterday&to=2                          | from=yesterday: expected a time in milliseconds since the epoch",
                "from=1.5&to=2                                | from=1.5: expected a time in milliseconds since the epoch",
                "from=1&to=99999999999999999999               | to=99999999999999999999: expected a time in milliseconds since the epoch",
                "from=%0A&to=2                                | from=?: expected a time in milliseconds since the epoch",
                "from=2&to=2                                  | from=2&to=2: expected from before to",
                "from=3&to=2                                  | from=3&to=2: expected from before to",
                "from=0&to=93600001                           | from=0&to=93600001: expected at most 93600000 milliseconds (26 hours) from one to the other",
                "from=-9223372036854775808&to=9223372036854775807 | from=-9223372036854775808&to=9223372036854775807: expected at most 93600000 milliseconds (26 hours) from one to the other",
            })
    void badTimes_areRefusedWithTheReason(String query, String reason) throws Exception {
        HttpResponse<byte[]> response =
                send("GET", serve().resolve("/backfill.ndjson" + (query == null ? "" : "?" + query)));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(header(response, "Content-Type")).isEqualTo("text/plain; charset=utf-8");
        assertThat(new String(response.body(), StandardCharsets.UTF_8)).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BACKFILL=false", "BACKFILL_DAYS=0", "MODE=steady", "RATE=max", "MAX_ITERATIONS=0"})
    void shopWithoutAPast_saysWhy(String setting) throws Exception {
        String[] variable = setting.split("=");
        URI server = serve(Map.of(variable[0], variable[1]), new CompletableFuture<>());

        for (String path : List.of("/backfill", "/backfill.ndjson" + AN_HOUR)) {
            HttpResponse<byte[]> response = send("GET", server.resolve(path));
            assertThat(response.statusCode()).isEqualTo(404);
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .isEqualTo("this shop has no past: " + setting);
        }
    }

    @Test
    void path_worksBelowAPrefix() throws Exception {
        Router outer = Router.router(vertx);
        outer.route("/shop/*").subRouter(router(Map.of(), CompletableFuture.completedFuture(past)));
        URI server = URI.create("http://127.0.0.1:" + LocalServer.start(vertx, outer));

        assertThat(send("GET", server.resolve("/shop/backfill")).statusCode()).isEqualTo(200);
        assertThat(send("GET", server.resolve("/shop/backfill.ndjson" + AN_HOUR))
                        .body())
                .isEqualTo(written(TO - 2 * HOUR, TO - HOUR));
    }

    /** Both seats are taken by clients that do not read, until these are reset. */
    @Test
    void furtherRequests_areToldToComeBack() throws Exception {
        URI server = serve(Map.of("SLOW_CLIENT_SECONDS", "1"), CompletableFuture.completedFuture(past));
        String all = "/backfill.ndjson?from=" + FROM + "&to=" + (FROM + 24 * HOUR);
        URI anHour = server.resolve("/backfill.ndjson" + AN_HOUR);
        try (RawClient one = RawClient.to(server.getPort()).ask("GET", all);
                RawClient two = RawClient.to(server.getPort()).ask("GET", all)) {
            await().atMost(SOON).until(() -> metric("active") == PastExport.SEATS);

            HttpResponse<byte[]> refused = send("GET", anHour);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(header(refused, "Retry-After")).isEqualTo("5");
            assertThat(header(refused, "Content-Encoding")).isEmpty();
            assertThat(metric("refused")).isEqualTo(1);
            assertThat(send("GET", server.resolve("/backfill")).statusCode()).isEqualTo(200);

            await().atMost(SOON).until(() -> metric("slow") == 2 && metric("active") == 0);
            assertThat(one.isReset()).isTrue();
            assertThat(two.isReset()).isTrue();
            assertThat(send("GET", anHour).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void contract_givesEachDocumentedResponse() throws Exception {
        HttpContract open = new HttpContract(document, serve());
        HttpContract closed = new HttpContract(document, serve(Map.of(), new CompletableFuture<>()));
        HttpContract without =
                new HttpContract(document, serve(Map.of("BACKFILL_DAYS", "0"), new CompletableFuture<>()));
        for (String method : List.of("GET", "HEAD", "POST")) {
            for (HttpContract each : List.of(open, closed, without)) {
                each.send(method, "/backfill");
                each.send(method, "/backfill.ndjson" + AN_HOUR);
                Answer bad = each.send(method, "/backfill.ndjson?from=x");
                assertThat(bad.status()).isIn(400, 404, 405, 503);
            }
        }
        for (String path : List.of("/backfill", "/backfill.ndjson")) {
            assertThat(open.unseen(path))
                    .filteredOn(closed.unseen(path)::contains)
                    .filteredOn(without.unseen(path)::contains)
                    .isEmpty();
        }
    }
}
