package io.thelook.dashboard.alert;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.model.FeedEncoding;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import io.thelook.service.start.BadSetting;
import io.thelook.service.testing.Receiver;
import io.thelook.service.testing.Receiver.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Alerts from the messages of a feed to the receiver of a webhook. */
@Tag("slow")
class AlertsTest extends AlertsFixture {

    private static final RecordSource.Connection FEED = new RecordSource.Connection(1, RecordSource.Meaning.WINDOW);
    private static final String MANY = "{'name':'Many','figure':'num_orders','above':2,'for_seconds':0}";

    private void frame(int orders) {
        frame(IntStream.range(0, orders)
                .mapToObj(i -> aRecord()
                        .item("i" + i)
                        .order("o" + i)
                        .country("Brasil")
                        .createdAt(millis.get())
                        .build())
                .toList());
    }

    private void frame(List<Record> records) {
        millis.addAndGet(1_000);
        engine.message(
                FEED,
                records.stream()
                        .map(record -> new String(RecordCodec.encode(record, FeedEncoding.ARRAY), UTF_8))
                        .collect(Collectors.joining(",", "[", "]")));
        awaitJudgement();
    }

    private void awaitTypes(String... types) {
        await().atMost(SOON).untilAsserted(() -> assertThat(types()).containsExactly(types));
    }

    @Test
    void figureBeyondItsLimit_firesOnce_andRecoversOnce() {
        start("json", LIMITS, Optional.empty(), MANY);

        frame(1);
        frame(3);
        frame(4);
        frame(5);
        frame(2);
        frame(1);

        awaitTypes("firing", "recovered");
        JsonNode firing = taken().get(0);
        JsonNode recovered = taken().get(1);
        assertThat(firing.get("value").asInt()).isEqualTo(3);
        assertThat(recovered.get("value").asInt()).isEqualTo(2);
        assertThat(recovered.get("alert_id")).isEqualTo(firing.get("alert_id"));
        assertThat(recovered.get("id")).isNotEqualTo(firing.get("id"));
        assertThat(receiver.taken().get(0).header("Authorization")).isEqualTo("Bearer " + TOKEN);
        assertThat(log.lines()).contains("alert “Many”: firing, at 3", "alert “Many”: recovered, at 2");
    }

    @Test
    void slackAndTeams_receiveTheirOwnFormat() {
        start("teams", LIMITS, Optional.empty(), MANY);
        frame(3);
        await().atMost(SOON).until(() -> receiver.taken().size() == 1);

        assertThat(taken().get(0).at("/attachments/0/contentType").asText())
                .isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(receiver.taken().get(0).header("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void filterAndWindow_areThoseOfTheQuery() {
        start(
                "json",
                LIMITS,
                Optional.empty(),
                "{'name':'China','query':'country=China','figure':'num_orders','above':0,'for_seconds':0}",
                "{'name':'Brasil','query':'country=Brasil','figure':'total_sales','above':29,'for_seconds':0}");

        await().atMost(SOON).until(() -> engine.distinctViews() == 3);
        frame(List.of(
                aRecord().item("1").country("Brasil").price("10").build(),
                aRecord().item("2").country("Brasil").price("20").build(),
                aRecord().item("3").country("France").price("99").build()));

        awaitTypes("firing");
        assertThat(taken().get(0).get("rule").asText()).isEqualTo("Brasil");
        assertThat(taken().get(0).get("value").asInt()).isEqualTo(30);
    }

    /**
     * The window of a minute is complete a minute after the start: only then does a low number of orders mean
     * something.
     */
    @Test
    void fillingWindow_firesNothing() {
        start(
                "json",
                LIMITS,
                Optional.of(Duration.ofMinutes(5)),
                "{'name':'Few','query':'window=1','figure':'num_orders','below':5,'for_seconds':0}");
        engine.status(new SourceStatus(SourceStatus.State.LIVE, millis.get(), 0, 0, ""));

        // The window of additions moves with the engine's own beat.
        for (int seconds : List.of(1, 30, 29)) {
            millis.addAndGet(seconds * 1_000);
            awaitJudgement();
        }
        List<String> whileFilling = types();
        millis.addAndGet(2_000);

        assertThat(whileFilling).isEmpty();
        awaitTypes("firing");
    }

    @Test
    void silence_firesAfterItsTime_andRecoversWithTheNextMessage() {
        start(
                "json",
                LIMITS,
                Optional.empty(),
                "{'name':'Silence','no_data_seconds':60}",
                "{'name':'Few','figure':'num_orders','below':2,'for_seconds':0}");
        frame(3);

        millis.addAndGet(59_000);
        await().during(Duration.ofMillis(1_500)).atMost(SOON).until(() -> types().isEmpty());
        millis.addAndGet(3_000);
        awaitTypes("firing");
        frame(3);

        awaitTypes("firing", "recovered");
        assertThat(taken())
                .allSatisfy(body -> assertThat(body.get("rule").asText()).isEqualTo("Silence"));
    }

    @Test
    void noMessageAtAll_isSilence() {
        start("json", LIMITS, Optional.empty(), "{'name':'Silence','no_data_seconds':60}");

        millis.addAndGet(61_000);

        awaitTypes("firing");
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 429, 500, 503})
    void receiverThatFailsFirst_getsTheSameMessageAgain(int status) {
        List<String> ids = new CopyOnWriteArrayList<>();
        AtomicInteger requests = new AtomicInteger();
        receiver.behave(request -> {
            ids.add(json(request.text()).get("id").asText());
            return requests.incrementAndGet() < 3 ? Reply.of(status) : Receiver.ACCEPTED;
        });
        start("json", LIMITS, Optional.empty(), MANY);
        frame(3);
        frame(4);
        frame(1);

        awaitTypes("firing", "recovered");
        awaitLog("the webhook ops (127.0.0.1) does not accept a message, retrying: the receiver answers " + status);
        assertThat(ids).hasSize(4);
        assertThat(ids.subList(0, 3)).containsOnly(ids.get(0));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void retryAfter_isObeyed(int status) {
        AtomicInteger requests = new AtomicInteger();
        receiver.behave(request -> requests.incrementAndGet() == 1
                ? new Reply(status, "", Map.of("Retry-After", "1"))
                : Receiver.ACCEPTED);
        start("json", LIMITS, Optional.empty(), MANY);
        frame(3);

        awaitTypes("firing");
        List<Long> arrivals = receiver.arrivals();
        assertThat(Duration.ofNanos(arrivals.get(1) - arrivals.get(0))).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void retryAfter_beyondTheTimeOfAMessage_givesItUp() {
        receiver.behave(request -> new Reply(429, "", Map.of("Retry-After", "3600")));
        start("json", LIMITS, Optional.empty(), MANY);
        frame(3);

        awaitLog("did not reach the webhook ops (127.0.0.1): the receiver answers 429; given up after 1 attempt");
    }

    @Test
    void hangingReceiver_holdsUpNothing_andIsGivenUp() {
        receiver.behave(request -> Receiver.HANG);
        start("json", LIMITS, Optional.empty(), MANY);
        frame(3);
        frame(4);

        awaitLog("did not reach the webhook ops (127.0.0.1): no answer within 0.5 s; given up after 4 attempts");
        assertThat(receiver.arrivals()).hasSize(4);
        assertThat(engine.records()).isEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400", "403 invalid_token", "404 no_service", "410 channel_is_archived", "302"})
    void refusal_isFinal_andIsExplainedInTheLog(String answer) {
        String[] parts = answer.split(" ");
        String body = parts.length > 1 ? parts[1] : "secret path: /services/" + SECRET;
        receiver.behave(request ->
                new Reply(Integer.parseInt(parts[0]), body, Map.of("Location", receiver.address("/elsewhere"))));
        start("json", LIMITS, Optional.empty(), MANY);
        frame(3);

        awaitLog("alert “Many”: the message (firing) did not reach the webhook ops (127.0.0.1): the receiver answers "
                + parts[0] + (parts.length > 1 ? ": " + parts[1] : "") + "; given up after 1 attempt");
        assertThat(receiver.arrivals()).hasSize(1);
    }

    /** The client's exception shows the line that it cannot read. */
    @Test
    void brokenReceiverThatRepeatsTheAddress_showsItNowhere() throws Exception {
        try (EchoingServer server = new EchoingServer()) {
            Webhook webhook = new Webhook("ops", Format.JSON, server.address("/" + SECRET), Optional.empty());
            Post post = new Post(LIMITS, clock);

            Outcome outcome =
                    post.send(webhook, new byte[] {'x'}).toCompletableFuture().get();
            post.close();

            assertThat(outcome.reason()).contains("(not shown)").doesNotContain("GEHEIM", "geheim");
        }
    }

    @Test
    void unreachableReceiver_isTriedAgain_andCounted() {
        start("json", LIMITS, Optional.empty(), MANY);
        receiver.close();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        alerts.bindTo(meters);
        frame(3);

        awaitLog("the connection is refused; given up after 4 attempts");
        assertThat(meters.get("thelook.alerts.retried")
                        .tag("webhook", "ops")
                        .functionCounter()
                        .count())
                .isEqualTo(3);
        assertThat(meters.get("thelook.alerts.failed").functionCounter().count())
                .isEqualTo(1);
        assertThat(meters.get("thelook.alerts.firing")
                        .tag("rule", "Many")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(meters.get("thelook.alerts.fired").functionCounter().count()).isEqualTo(1);
        assertThat(meters.getMeters().toString()).doesNotContain("GEHEIM", "geheim");
    }

    @Test
    void moreMessagesThanMayWait_areDroppedAndCounted() {
        receiver.behave(request -> Receiver.HANG);
        start("json", LIMITS, Optional.empty(), MANY);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        alerts.bindTo(meters);

        for (int i = 0; i < 4; i++) {
            frame(3);
            frame(1);
        }

        assertThat(meters.get("thelook.alerts.dropped").functionCounter().count())
                .isGreaterThanOrEqualTo(3);
        awaitLog("for the webhook ops (127.0.0.1) is dropped: 3 others wait");
    }

    @Test
    void moreQueriesThanViewsAreAllowed_areRefused() {
        start(
                "json",
                LIMITS,
                Optional.empty(),
                "{'name':'A','figure':'num_orders','above':2}",
                "{'name':'B','query':'window=1','figure':'num_orders','above':2}",
                "{'name':'C','query':'window=5','figure':'num_orders','above':2}");
        Path file = folder.resolve("alerts.json");

        assertThatThrownBy(() -> Alerts.of(file, "theLook", "USD", 1, engine, JSON))
                .isInstanceOf(BadSetting.class)
                .hasMessage("ALERTS=" + file + ": 2 different queries: expected at most 1, because of MAX_VIEWS and"
                        + " MAX_VIEWS_PER_ADDRESS");
    }

    private void awaitLog(String part) {
        await().atMost(SOON).untilAsserted(() -> assertThat(log.lines())
                .anySatisfy(line -> assertThat(line).contains(part)));
    }
}
