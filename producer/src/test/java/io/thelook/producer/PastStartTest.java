package io.thelook.producer;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.thelook.model.Frames;
import io.thelook.model.Record;
import io.thelook.service.fanout.Listener;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The past of the running service, together with its feed. */
@QuarkusTest
@TestProfile(PastStartTest.TwoDays.class)
class PastStartTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final long LONGEST_START = Duration.ofMinutes(5).toMillis();
    private static final long DAY = Duration.ofDays(1).toMillis();

    /** A shop with a past of two days and the part of today. */
    public static class TwoDays implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("producer.backfill-days", "2", "producer.lookback-minutes", "60");
        }
    }

    @TestHTTPResource("/ws")
    URI feed;

    @Test
    void past_endsWhereTheFeedBegins() throws Exception {
        await().atMost(SOON).until(() -> get("/backfill").statusCode() == 200);
        long opened = System.currentTimeMillis();
        JsonPath span = get("/backfill").jsonPath();
        long from = span.getLong("from");
        long to = span.getLong("to");
        try (Listener client = Listener.to(feed)) {
            await().atMost(SOON).until(() -> !client.messages.isEmpty());
            List<Record> live = Frames.decode(client.messages.get(0)).records();

            String lines = get("/backfill.ndjson?from=" + (to - 600_000) + "&to=" + (to + DAY))
                    .asString();
            List<Record> past =
                    Frames.decode(lines.lines().findFirst().orElseThrow()).records();

            assertThat(from).isEqualTo(Math.floorDiv(to, DAY) * DAY - 2 * DAY);
            assertThat(to).isBetween(opened - HOUR - LONGEST_START, opened - HOUR);
            assertThat(live).isNotEmpty().allMatch(record -> record.createdAt() >= to);
            assertThat(past).hasSizeGreaterThan(100).allMatch(record -> record.createdAt() < to);
        }
        await().atMost(SOON).until(() -> get("/q/metrics").asString().contains("thelook_backfill_completed_total 1.0"));
    }
}
