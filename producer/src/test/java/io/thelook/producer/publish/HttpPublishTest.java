package io.thelook.producer.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import io.thelook.model.Record;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.outbox.Attempts.Pauses;
import io.thelook.producer.outbox.Attempts.State;
import io.thelook.producer.publish.HttpChannel.Patience;
import io.thelook.producer.publish.format.Event;
import io.thelook.producer.publish.format.Orders;
import io.thelook.producer.publish.format.PublishFormat;
import io.thelook.producer.publish.format.Topic;
import io.thelook.producer.store.Order;
import io.thelook.service.start.ConfigFixture;
import io.thelook.service.testing.LogRecorder;
import io.thelook.service.testing.Receiver;
import io.thelook.service.testing.Receiver.Reply;
import io.thelook.service.testing.Receiver.Request;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The publisher against an HTTP server. */
@Tag("slow")
class HttpPublishTest extends PublishFixture {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long START = Orders.PLACED;
    private static final long END = START + 14 * 86_400_000L;
    private static final String TOKEN = "geheimes-token-7";
    private static final String SECRET = "geheimer-schluessel-8";
    private static final String PASSWORD = "geheimwort-9";
    private static final Pauses PAUSES = new Pauses(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofHours(1));

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final LogRecorder log = new LogRecorder("io.thelook");
    private Receiver receiver;

    /** So long that a slow machine does not run into it. */
    private Patience patience = new Patience(Duration.ofSeconds(5), SOON);

    HttpPublishTest() {
        super(START, END, SOON);
    }

    @BeforeEach
    void open() throws IOException {
        receiver = new Receiver();
    }

    @AfterEach
    void close() {
        if (publisher != null) {
            publisher.stop();
        }
        receiver.close();
        log.close();
        assertThat(log.lines().toString()).doesNotContain(TOKEN, SECRET, PASSWORD);
    }

    /** The sequence must hold although some requests fail and others take long. */
    @ParameterizedTest
    @EnumSource(names = {"SHOPIFY", "WOOCOMMERCE", "STRIPE"})
    void webhooks_areSignedAndInSequencePerOrder_whateverTheReceiverDoes(PublishFormat format) {
        Random random = new Random(5);
        Set<String> inProgress = ConcurrentHashMap.newKeySet();
        List<String> overtakings = new CopyOnWriteArrayList<>();
        receiver.behave(request -> {
            String order = order(format, request);
            if (!inProgress.add(order)) {
                overtakings.add(order);
            }
            try {
                assertSigned(format, request);
                int draw = random.nextInt(100);
                return draw < 5
                        ? Reply.of(503)
                        : draw < 8 ? Reply.of(500) : draw < 11 ? Receiver.CUT : Receiver.ACCEPTED;
            } finally {
                inProgress.remove(order);
            }
        });
        start(format, 100_000);
        List<Order> orders = orders(300);
        orders.forEach(this::publish);

        awaitNothingWaits();

        assertThat(overtakings).isEmpty();
        assertThat(publisher.outbox().lost()).isZero();
        assertThat(publisher.outbox().delivered()).isEqualTo(publisher.outbox().offered());
        assertThat(publisher.retried()).isPositive();
        assertThat(withoutRepetitions(format)).isEqualTo(expected(format, orders));
    }

    /** For each order, the topics and times of its events, each once. */
    private Map<String, List<String>> withoutRepetitions(PublishFormat format) {
        Map<String, List<String>> events = new HashMap<>();
        for (Request request : receiver.taken()) {
            List<String> ofOrder = events.computeIfAbsent(order(format, request), id -> new ArrayList<>());
            String event = topic(format, request);
            if (ofOrder.isEmpty() || !ofOrder.get(ofOrder.size() - 1).equals(event)) {
                ofOrder.add(event);
            }
        }
        return events;
    }

    private Map<String, List<String>> expected(PublishFormat format, List<Order> orders) {
        Map<String, List<String>> events = new HashMap<>();
        for (Order order : orders) {
            List<String> ofOrder = new ArrayList<>();
            String id = null;
            for (long at : times(order).toArray()) {
                for (var topic : format.format().topics(order, at, at == order.createdAt())) {
                    var event = new Event(order, topic, at);
                    Request request = new Request(
                            headers(format.format().headers(event)),
                            format.format().documents(event).get(0));
                    id = order(format, request);
                    ofOrder.add(topic(format, request));
                }
            }
            events.put(id, ofOrder);
        }
        return events;
    }

    private static Headers headers(Map<String, String> of) {
        var headers = new Headers();
        of.forEach(headers::set);
        return headers;
    }

    private static String order(PublishFormat format, Request request) {
        JsonNode document = read(request.text());
        return switch (format) {
            case SHOPIFY -> document.path("order_id").asText(document.path("id").asText());
            case STRIPE ->
                document.at("/data/object/charge")
                        .asText(document.at("/data/object/id").asText());
            default -> document.path("id").asText();
        };
    }

    private static String topic(PublishFormat format, Request request) {
        JsonNode document = read(request.text());
        return switch (format) {
            case SHOPIFY -> request.header("X-Shopify-Topic") + request.header("X-Shopify-Webhook-Id");
            case STRIPE ->
                document.path("type").asText() + document.path("created").asText();
            default ->
                request.header("X-WC-Webhook-Topic")
                        + document.path("date_modified").asText();
        };
    }

    private static void assertSigned(PublishFormat format, Request request) {
        switch (format) {
            case SHOPIFY -> assertThat(request.header("X-Shopify-Hmac-Sha256")).isEqualTo(base64(hmac(request.body())));
            case WOOCOMMERCE ->
                assertThat(request.header("X-WC-Webhook-Signature")).isEqualTo(base64(hmac(request.body())));
            default -> {
                String[] parts = request.header("Stripe-Signature").split("[=,]");
                assertThat(parts[0] + parts[2]).isEqualTo("tv1");
                assertThat(Long.parseLong(parts[1])).isCloseTo(System.currentTimeMillis() / 1_000, Offset.offset(60L));
                byte[] signed = (parts[1] + "." + request.text()).getBytes(UTF_8);
                assertThat(parts[3]).isEqualTo(HexFormat.of().formatHex(hmac(signed)));
            }
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] hmac(byte[] bytes) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
            return mac.doFinal(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theLook_comesAsNdjsonInGzipWithTheToken_andLosesNothingWhenTheReceiverRestarts() throws IOException {
        receiver.behave(request -> {
            assertThat(request.header("Authorization")).isEqualTo("Bearer " + TOKEN);
            assertThat(request.header("Content-Type")).isEqualTo("application/x-ndjson");
            assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
            return Receiver.ACCEPTED;
        });
        start(PublishFormat.THELOOK, 100_000);
        List<Order> orders = orders(2_000);
        orders.subList(0, 500).forEach(this::publish);
        awaitNothingWaits();

        receiver.close();
        orders.subList(500, 1_000).forEach(this::publish);
        await().atMost(SOON).until(() -> publisher.attempts().status().state() == State.RETRYING);
        assertThat(publisher.attempts().status().reason()).isEqualTo("the connection is refused");
        receiver.restart();
        orders.subList(1_000, orders.size()).forEach(this::publish);
        awaitNothingWaits();

        Map<String, String> last = new HashMap<>();
        for (Request request : receiver.taken()) {
            for (String line : request.lines()) {
                JsonNode record = read(line);
                last.put(
                        record.path("item_id").asText(),
                        record.path("item_status").asText());
            }
        }
        assertThat(last)
                .isEqualTo(orders.stream()
                        .flatMap(order -> order.records(END))
                        .collect(Collectors.toMap(Record::itemId, Record::itemStatus)));
        assertThat(receiver.taken()).hasSizeLessThan(orders.size());
        assertThat(publisher.outbox().lost()).isZero();
    }

    @Test
    void receiverThatHangs_isGivenUp_andWhatWaitsBeyondTheBufferIsDropped() {
        patience = new Patience(Duration.ofSeconds(5), Duration.ofMillis(400));
        receiver.behave(request -> Receiver.HANG);
        start(PublishFormat.SHOPIFY, 10);
        List<Order> orders = orders(2_000);
        orders.forEach(order -> publisher.placed(order, order.createdAt()));

        await().atMost(SOON).until(() -> publisher.attempts().status().state() == State.RETRYING);
        assertThat(publisher.attempts().status().reason()).isEqualTo("no answer within 0.4 s");
        assertThat(publisher.outbox().dropped()).isBetween(500L, (long) orders.size() - 10);

        receiver.behave(request -> Receiver.ACCEPTED);
        awaitNothingWaits();

        assertThat(publisher.outbox().delivered() + publisher.outbox().dropped())
                .isEqualTo(publisher.outbox().offered())
                .isEqualTo(orders.size());
        assertThat(receiver.taken().stream().map(request -> order(PublishFormat.SHOPIFY, request)))
                .hasSizeGreaterThanOrEqualTo((int) publisher.outbox().delivered());
        await().atMost(SOON).until(() -> log.lines().stream()
                .anyMatch(line -> line.contains("events were not published to")
                        && line.contains("more waited than PUBLISH_BUFFER allows")));
    }

    @ParameterizedTest
    @CsvSource({"401", "403", "404", "410", "301", "400", "413"})
    void refusedWebhook_isDroppedAndCountedAndDoesNotHoldUpOthers(int status) {
        List<Order> orders = orders(100);
        String refused = id(orders.get(50));
        receiver.behave(request -> order(PublishFormat.SHOPIFY, request).equals(refused)
                ? new Reply(status, "no\n: " + SECRET + " " + TOKEN + "x".repeat(9_000), Map.of())
                : Receiver.ACCEPTED);
        start(PublishFormat.SHOPIFY, 100_000);
        orders.forEach(order -> publisher.placed(order, order.createdAt()));

        awaitNothingWaits();

        assertThat(publisher.outbox().refused()).isEqualTo(1);
        assertThat(publisher.outbox().delivered()).isEqualTo(orders.size() - 1);
        assertThat(publisher.retried()).isZero();
        await().atMost(SOON).untilAsserted(() -> assertThat(log.lines())
                .filteredOn(line -> line.contains("not published"))
                .singleElement()
                .asString()
                .startsWith("1 events were not published to " + receiver.address("/hook") + ": the receiver answers "
                        + status + ": no?: (not shown) (not shown)xxx")
                .hasSizeLessThan(400));
    }

    private String id(Order order) {
        var event = new Event(order, Topic.PLACED, order.createdAt());
        return read(new String(PublishFormat.SHOPIFY.format().documents(event).get(0), UTF_8))
                .path("id")
                .asText();
    }

    @Test
    void eventThatAlwaysFails_isRefusedInTheEnd_andOthersPass() {
        List<Order> orders = orders(2_000);
        String poison = id(orders.get(10));
        receiver.behave(
                request -> order(PublishFormat.SHOPIFY, request).equals(poison) ? Reply.of(500) : Receiver.ACCEPTED);
        start(PublishFormat.SHOPIFY, 100_000);
        AtomicInteger next = new AtomicInteger();

        await().atMost(SOON).pollInterval(Duration.ofMillis(5)).until(() -> {
            if (next.get() < orders.size()) {
                Order order = orders.get(next.getAndIncrement());
                publisher.placed(order, order.createdAt());
            }
            return publisher.outbox().refused() == 1;
        });
        awaitNothingWaits();

        assertThat(publisher.outbox().delivered()).isEqualTo(next.get() - 1);
        assertThat(publisher.retried()).isEqualTo(Publisher.MOST_STRIKES);
    }

    @Test
    void batchThatIsTooLarge_isSentInParts() {
        receiver.behave(request -> {
            try {
                return request.lines().size() > 6 ? Reply.of(413) : Receiver.ACCEPTED;
            } catch (IOException e) {
                return Reply.of(500);
            }
        });
        start(PublishFormat.THELOOK, 100_000);
        List<Order> orders = orders(300);
        orders.forEach(order -> publisher.placed(order, order.createdAt()));

        awaitNothingWaits();

        assertThat(publisher.outbox().refused()).isZero();
        assertThat(publisher.outbox().delivered()).isEqualTo(orders.size());
    }

    @Test
    void pauseThatTheReceiverAsksFor_isKept() {
        AtomicInteger answers = new AtomicInteger();
        receiver.behave(request -> answers.getAndIncrement() == 0
                ? new Reply(429, "slow down", Map.of("Retry-After", "1"))
                : Receiver.ACCEPTED);
        start(PublishFormat.SHOPIFY, 100);
        Order order = orders(1).get(0);
        publisher.placed(order, order.createdAt());
        await().atMost(SOON).until(() -> publisher.attempts().status().state() == State.RETRYING);
        assertThat(publisher.attempts().status().reason()).isEqualTo("the receiver answers 429: slow down");
        publisher.changed(order, order.createdAt());

        awaitNothingWaits();

        assertThat(receiver.arrivals().get(1) - receiver.arrivals().get(0))
                .isGreaterThan(Duration.ofMillis(990).toNanos());
        assertThat(publisher.outbox().delivered()).isEqualTo(2);
    }

    @Test
    void fiveHundredEventsASecond_passAReceiverThatNeedsItsTime() {
        receiver.behave(request -> {
            LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
            return Receiver.ACCEPTED;
        });
        start(PublishFormat.WOOCOMMERCE, 100_000);
        List<Order> orders = orders(1_500);
        long start = System.nanoTime();
        orders.forEach(order -> publisher.placed(order, order.createdAt()));

        awaitNothingWaits();

        double seconds = (System.nanoTime() - start) / 1e9;
        assertThat(orders.size() / seconds).isGreaterThan(500);
    }

    @Test
    void userAndPassword_areSentAsBasicAuthentication() {
        Map<String, String> variables =
                Map.of("PUBLISH", receiver.address("/hook").replace("http://", "http://shop:" + PASSWORD + "@"));
        start(variables, 100);
        Order order = orders(1).get(0);
        publisher.placed(order, order.createdAt());

        awaitNothingWaits();

        assertThat(receiver.taken().get(0).header("Authorization"))
                .isEqualTo("Basic " + base64(("shop:" + PASSWORD).getBytes(UTF_8)));
        assertThat(log.lines()).anyMatch(line -> line.contains("publishing to " + receiver.address("/hook")));
    }

    @Test
    void stop_sendsWhatWaits() {
        start(PublishFormat.SHOPIFY, 100_000);
        List<Order> orders = orders(200);
        orders.forEach(order -> publisher.placed(order, order.createdAt()));

        publisher.stop();

        assertThat(receiver.taken()).hasSize(orders.size());
    }

    private void start(PublishFormat format, int most) {
        start(
                Map.of(
                        "PUBLISH",
                        receiver.address("/hook"),
                        "PUBLISH_FORMAT",
                        format.name(),
                        "PUBLISH_TOKEN",
                        TOKEN,
                        "PUBLISH_SECRET",
                        SECRET),
                most);
    }

    private void start(Map<String, String> variables, int most) {
        Plan plan =
                Plan.of(ConfigFixture.config(ProducerConfig.class, variables)).orElseThrow();
        start(new HttpChannel((Target.Http) plan.target(), plan, patience, InstantSource.system()), plan, most, PAUSES);
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
