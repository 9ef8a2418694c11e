package io.thelook.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.EngineSettings;
import io.thelook.dashboard.engine.NoSource;
import io.thelook.dashboard.engine.QuietPublisher;
import io.thelook.dashboard.window.Selection;
import io.thelook.model.FeedFormat;
import io.thelook.service.testing.LogRecorder;
import io.thelook.service.testing.Receiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Alerts on an engine whose feed and clock a test drives, with a receiver over HTTP. */
abstract class AlertsFixture {

    static final Duration SOON = Duration.ofSeconds(30);
    static final String SECRET = "T0GEHEIM/B0GEHEIM/geheimnis";
    static final String TOKEN = "geheimes-token";
    static final ObjectMapper JSON = new ObjectMapper();
    static final RetryLimits LIMITS = new RetryLimits(
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ofMillis(5),
            Duration.ofMillis(40),
            4,
            Duration.ofSeconds(20),
            3);

    final AtomicLong millis = new AtomicLong(1_741_051_200_000L);
    final InstantSource clock = () -> Instant.ofEpochMilli(millis.get());
    final LogRecorder log = new LogRecorder("io.thelook");

    @TempDir
    Path folder;

    /** The arrival time of the data in the last push. */
    private volatile long pushedDataAt;

    Receiver receiver;
    Engine engine;
    Alerts alerts;

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        if (alerts != null) {
            engine.stop();
            alerts.stop();
        }
        receiver.close();
        log.close();
        assertThat(log.lines().toString()).doesNotContain("GEHEIM", "geheim", receiver.address("/" + SECRET));
    }

    /** With a lookback, starts an engine whose sources have no window of their own. */
    void start(String format, RetryLimits limits, Optional<Duration> lookback, String... rules) {
        Path file = folder.resolve("alerts.json");
        try {
            Files.writeString(
                    file,
                    "{\"webhooks\":{\"ops\":{\"format\":\"" + format + "\",\"url\":\""
                            + receiver.address("/services/" + SECRET) + "\",\"token\":\"" + TOKEN + "\"}},\"rules\":["
                            + String.join(",", rules).replace('\'', '"') + "]}");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        engine = new Engine(
                new EngineSettings(
                        5, Duration.ofMillis(1), 3, 1_000_000, 1_000, 64, 32, FeedFormat.THELOOK, lookback, 1_000_000),
                clock,
                () -> millis.get() * 1_000_000,
                JSON);
        AlertRules read = RulesFile.read(file, Map.<String, String>of()::get);
        AtomicInteger ids = new AtomicInteger();
        alerts = new Alerts(
                read,
                engine,
                JSON,
                new Alerts.Parts(
                        new Wording("theLook", "USD", read.page()),
                        limits,
                        clock,
                        System::nanoTime,
                        new SplittableRandom(7),
                        () -> "id-" + ids.incrementAndGet()));
        alerts.start();
        engine.publishTo(new QuietPublisher() {
            @Override
            public CompletionStage<Void> catchUp(Selection selection, Supplier<String> whole) {
                pushedDataAt = json(whole.get()).path("data_at").asLong();
                return super.catchUp(selection, whole);
            }
        });
        engine.start(new NoSource());
    }

    /** Waits until the data that arrived now are pushed and judged. */
    void awaitJudgement() {
        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> pushedDataAt == millis.get());
        CompletableFuture.runAsync(() -> {}, engine.thread()).join();
        CompletableFuture.runAsync(() -> {}, alerts.thread()).join();
    }

    /** The bodies that the receiver has taken. */
    List<JsonNode> taken() {
        return receiver.taken().stream().map(request -> json(request.text())).toList();
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The types of the messages that the receiver has taken. */
    List<String> types() {
        return taken().stream().map(body -> body.get("type").asText()).toList();
    }
}
