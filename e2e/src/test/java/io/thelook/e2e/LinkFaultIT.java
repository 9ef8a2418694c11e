package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.thelook.service.fanout.RawWebSocket;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Networks that fail silently, between the shop and the dashboard and between the dashboard and a viewer. */
@Tag("alone")
class LinkFaultIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration TOLD = Duration.ofSeconds(4);
    private static final Duration BACK = Duration.ofSeconds(20);
    private static final Duration CUT = Duration.ofSeconds(30);
    private static final int SOURCE_TIMEOUT = 3;
    private static final int SLOW_VIEWER = 3;
    private static final int VIEWERS = 20;
    private static final long MEGABYTE = 1_000_000;

    private static ServiceProcess producer;
    private static Network feed;
    private static ServiceProcess dashboard;

    @BeforeAll
    static void start() throws IOException {
        producer = ServiceProcess.producer(Map.of("RATE", "5", "BACKFILL_DAYS", "0"));
        feed = new Network(producer.uri("http", "/"));
        dashboard = ServiceProcess.start(
                "dashboard",
                ServiceProcess.freePort(),
                Map.of(
                        "PRODUCER_URL", feed.webSocket("/ws").toString(),
                        "SOURCE_TIMEOUT_SECONDS", Integer.toString(SOURCE_TIMEOUT)));
    }

    @AfterAll
    static void stop() throws IOException {
        dashboard.close();
        feed.close();
        producer.close();
    }

    private static Crowd crowd(URI live, int size) {
        return new Crowd(live, size, SOON);
    }

    private static double connects() {
        return new Meters(dashboard).sum("thelook_source_connects_total");
    }

    private static void assertNothingIsMissing() {
        assertThat(SameRecords.await(dashboard, producer)).isPositive();
        new Meters(dashboard).assertAddUp();
        assertThat(dashboard.errors()).isEmpty();
    }

    @Test
    void networkToTheFeedCutForHalfAMinute() {
        try (Crowd crowd = crowd(dashboard.uri("ws", "/live"), VIEWERS)) {
            long cutAt = System.nanoTime();
            feed.pull();
            try {
                Duration told = crowd.awaitStale(TOLD);
                crowd.awaitAgreement(SOON);
                String kept = crowd.metrics().get(0);
                long received = new Meters(dashboard).received();

                await().atMost(CUT.plusSeconds(5)).until(() -> System.nanoTime() - cutAt >= CUT.toNanos());
                assertThat(crowd.metrics()).as("the figures stay").containsExactly(kept);
                assertThat(crowd.closeCodes())
                        .as("viewers that lost their connection")
                        .isEmpty();
                assertThat(new Meters(dashboard).received()).isEqualTo(received);

                feed.plugIn();
                Duration back = crowd.awaitLive(BACK);
                crowd.awaitNewerThan(System.currentTimeMillis(), SOON);
                Measured.print("network to the feed cut for 30 s", told, back);
            } finally {
                feed.plugIn();
            }
            assertNothingIsMissing();
        }
    }

    /** The dashboard receives nothing, and is not notified that the connection has ended. */
    @Test
    void feedsHalfOpenLink_isNoticedAndReplaced() {
        try (Crowd crowd = crowd(dashboard.uri("ws", "/live"), VIEWERS)) {
            awaitLastingConnection(crowd);
            double connects = connects();
            feed.loseWhatGoesToTheClient();
            Duration told = crowd.awaitStale(TOLD);
            Duration back = crowd.awaitLive(BACK);

            Measured.print("half-open link to the feed, SOURCE_TIMEOUT_SECONDS=3", told, back);
            assertThat(back)
                    .isGreaterThan(Duration.ofSeconds(SOURCE_TIMEOUT - 1).minus(told));
            assertThat(connects()).isEqualTo(connects + 1);
            assertNothingIsMissing();
        }
    }

    /** A connection that has lasted 5 s resets the waits of the source. */
    private static void awaitLastingConnection(Crowd crowd) {
        crowd.awaitNewerThan(System.currentTimeMillis() + 6_000, SOON);
    }

    /** Messages from the dashboard are lost, including its pings. It still receives the feed, so nothing is missing. */
    @Test
    void feedThatHearsNothing_isFollowedAllTheSame() {
        try (Crowd crowd = crowd(dashboard.uri("ws", "/live"), VIEWERS)) {
            double connects = connects();
            feed.loseWhatGoesToTheService();

            // Longer than the dashboard waits for an answer to a ping.
            long until = System.currentTimeMillis()
                    + Duration.ofSeconds(SOURCE_TIMEOUT + 2).toMillis();
            crowd.awaitNewerThan(until, SOON);
            assertThat(crowd.live()).isEqualTo(VIEWERS);
            assertThat(connects()).isEqualTo(connects);
            assertNothingIsMissing();
        }
    }

    /** The viewer receives nothing, and the dashboard is not notified either. */
    @Test
    void viewersHalfOpenLink_isNoticedAndReplaced() throws IOException {
        try (Network network = new Network(dashboard.uri("http", "/"));
                Crowd others = crowd(dashboard.uri("ws", "/live"), VIEWERS);
                Crowd crowd = crowd(network.webSocket("/live"), VIEWERS)) {
            network.loseWhatGoesToTheClient();
            network.loseWhatGoesToTheService();
            Duration told = crowd.awaitStale(TOLD);
            Duration back = crowd.awaitLive(BACK);

            Measured.print("half-open link to a viewer", told, back);
            assertThat(others.live()).as("others are not affected").isEqualTo(VIEWERS);
            assertThat(others.closeCodes()).isEmpty();
            crowd.awaitNewerThan(System.currentTimeMillis(), SOON);
            assertNothingIsMissing();
        }
    }

    @Test
    void viewerOnALinkOf4KilobytesPerSecond_isUpToDate() throws IOException {
        try (Network network = new Network(dashboard.uri("http", "/"));
                Crowd others = crowd(dashboard.uri("ws", "/live"), VIEWERS)) {
            network.limit(4_096);
            try (Crowd slow = crowd(network.webSocket("/live"), 1)) {
                others.delays();
                long before = dashboard.heap();
                slow.delays();
                slow.awaitNewerThan(
                        System.currentTimeMillis() + Duration.ofSeconds(15).toMillis(), SOON);
                long worst = last(slow.delays());
                long growth = dashboard.heap() - before;

                Measured.print("4 KB/s link to a viewer: age of its figures", Duration.ofMillis(worst), Duration.ZERO);
                assertThat(worst).as("milliseconds that views take to arrive").isLessThan(5_000);
                assertThat(slow.closeCodes()).isEmpty();
                assertThat(growth).as("bytes more on the heap").isLessThan(16 * MEGABYTE);
                assertThat(last(others.delays()))
                        .as("of the others, in milliseconds")
                        .isLessThan(2_000);
                assertThat(others.closeCodes()).isEmpty();
                assertNothingIsMissing();
            }
        }
    }

    private static long last(List<Long> ascending) {
        return ascending.get(ascending.size() - 1);
    }

    /**
     * Requests one view after another, of a shop with many long names, so that the buffers of the operating system are
     * full soon, and reads none.
     */
    @Test
    void viewerThatNeverReads_isClosedAndCounted() throws IOException {
        try (PlainFeed wordy = new PlainFeed(wordyFrame(), 1_000);
                ServiceProcess own = ServiceProcess.start(
                        "dashboard",
                        ServiceProcess.freePort(),
                        Map.of(
                                "PRODUCER_URL", wordy.uri().toString(),
                                "SLOW_VIEWER_SECONDS", Integer.toString(SLOW_VIEWER),
                                "MAX_BARS", "200"));
                Crowd others = crowd(own.uri("ws", "/live"), VIEWERS);
                RawWebSocket deaf = RawWebSocket.to(own.uri("http", "/"), "/live")) {
            Meters meters = new Meters(own);
            await().atMost(SOON).until(() -> meters.viewers() == VIEWERS + 1);
            long before = own.heap();
            long start = System.nanoTime();
            await().atMost(SOON.multipliedBy(2))
                    .pollInterval(Duration.ofMillis(110))
                    .until(() -> {
                        try {
                            deaf.sendText("{\"type\":\"replay\",\"at\":" + System.currentTimeMillis() + "}");
                        } catch (IOException closed) {
                            // The end that is awaited.
                        }
                        return meters.sum("thelook_audience_stuck_total{audience=\"live\"}") == 1;
                    });
            Duration closed = Duration.ofNanos(System.nanoTime() - start);
            await().atMost(SOON).until(() -> meters.viewers() == VIEWERS);
            await().atMost(SOON).until(deaf::isGone);

            Measured.print("viewer that never reads, SLOW_VIEWER_SECONDS=3: closed", Duration.ZERO, closed);
            assertThat(own.heap() - before).as("bytes more on the heap").isLessThan(16 * MEGABYTE);
            assertThat(others.live()).isEqualTo(VIEWERS);
            assertThat(others.closeCodes()).isEmpty();
            meters.assertAddUp();
            assertThat(own.errors()).isEmpty();
        }
    }

    private static String wordyFrame() {
        ArrayNode records = new ObjectMapper().createArrayNode();
        long now = System.currentTimeMillis();
        for (int i = 0; i < 1_000; i++) {
            records.addObject()
                    .put("country", "x".repeat(200) + i)
                    .put("traffic_source", "y".repeat(200) + i)
                    .put("order_id", "o" + i)
                    .put("item_id", "i" + i)
                    .put("sale_price", 10)
                    .put("created_at", now - i);
        }
        return records.toString();
    }
}
