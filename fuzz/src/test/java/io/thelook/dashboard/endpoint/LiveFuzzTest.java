package io.thelook.dashboard.endpoint;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.EngineSettings;
import io.thelook.fuzz.Expect;
import io.thelook.model.FeedFormat;
import io.thelook.service.fanout.Message;
import io.thelook.service.fanout.Peer;
import io.thelook.service.start.ConfigFixture;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Messages of viewers, up to five of one page, and the query in the address of its socket, before a newline. */
@Timeout(10)
@Tag("slow")
class LiveFuzzTest {

    private static final Set<String> TYPES = Set.of("view", "update", "replay", "day", "pong", "error", "heartbeat");
    private static final int MOST_MESSAGES = 5;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Engine engine = new Engine(
            new EngineSettings(
                    5, Duration.ofSeconds(60), 20, 2_500, 1_000, 8, 4, FeedFormat.THELOOK, Optional.empty(), 1_000_000),
            InstantSource.system(),
            System::nanoTime,
            JSON);
    private final Viewers viewers = new Viewers(ConfigFixture.config(DashboardConfig.class, Map.of()), engine, JSON);

    @AfterEach
    void stop() {
        engine.stop();
    }

    @FuzzTest
    void messages(byte[] input) throws Exception {
        String[] parts = Expect.text(input).split("\n", 1 + MOST_MESSAGES);
        Page page = new Page();

        Viewers.Viewer viewer = viewers.join(page, Runnable::run, "10.0.0.7", parts[0], Optional.empty())
                .orElseThrow(() -> new AssertionError("viewers that have left take up room"));
        for (int i = 1; i < parts.length; i++) {
            viewer.heard(parts[i]);
        }
        finish();
        page.closed.complete(null);
        viewer.left();
        finish();

        page.sent.forEach(LiveFuzzTest::check);
        Expect.that(engine.thread().failures() == 0, "a task of the engine failed");
        Expect.equal(viewers.audience().size(), 0);
    }

    /** Waits for what the engine has been asked to do. */
    private void finish() throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        engine.execute(() -> done.complete(null));
        done.get(5, TimeUnit.SECONDS);
    }

    private static void check(String message) {
        try {
            JsonNode sent = JSON.readTree(message);
            String type = sent.path("type").asText();
            Expect.that(TYPES.contains(type), "a message of the type " + type);
            if (type.equals("error")) {
                String words = sent.path("message").asText();
                Expect.that(!words.isBlank() && words.length() <= 301, "the error " + words);
            }
        } catch (JsonProcessingException e) {
            throw new AssertionError("sent what is not JSON: " + message, e);
        }
    }

    /** A page that reads at once. */
    private static final class Page implements Peer {

        private final List<String> sent = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> closed = new CompletableFuture<>();

        @Override
        public CompletionStage<Void> send(Message message) {
            sent.add(message.text());
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> close(int code, String reason) {
            closed.complete(null);
            return closed;
        }

        @Override
        public CompletionStage<Void> closed() {
            return closed;
        }
    }
}
