package io.thelook.dashboard.endpoint;

import static io.thelook.dashboard.endpoint.HistoryFixture.daysBefore;
import static io.thelook.dashboard.endpoint.HistoryFixture.figures;
import static io.thelook.dashboard.endpoint.HistoryFixture.span;
import static io.thelook.dashboard.endpoint.Meters.metric;
import static io.thelook.model.RecordBuilder.aRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.thelook.dashboard.Archive;
import io.thelook.dashboard.DataFolder;
import io.thelook.dashboard.engine.LastView;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.Record;
import io.thelook.service.fanout.Listener;
import io.thelook.service.http.RawClient;
import io.thelook.service.testing.ApiDocument;
import io.thelook.service.testing.HttpContract;
import io.thelook.service.testing.MessageContract;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A dashboard with a history of sixteen days, over its sockets and downloads. */
@QuarkusTest
@QuarkusTestResource(value = FakeIncrementalFeed.class, restrictToAnnotatedClass = true)
@TestProfile(HistoryTest.WithHistory.class)
@Tag("slow")
class HistoryTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final HistoryFixture SHOP = new HistoryFixture();
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final Map<String, String> SCHEMAS = Map.of(
            "view", "View",
            "update", "Update",
            "heartbeat", "ViewHeartbeat",
            "replay", "Replayed",
            "day", "Day",
            "pong", "Pong",
            "error", "Error");
    private static boolean isLoaded;

    public static class WithHistory implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "dashboard.history", "true",
                    "dashboard.data-dir", DataFolder.create("history"),
                    "dashboard.shop-time-zone", HistoryFixture.ZONE.getId(),
                    "dashboard.goal-sales", "50000",
                    "dashboard.refresh-seconds", "1",
                    "dashboard.max-views", "5",
                    "dashboard.max-views-per-address", "5");
        }
    }

    @TestHTTPResource("/live")
    URI live;

    @Inject
    Archive archive;

    @TempDir
    Path folder;

    private final FakeFeed feed = FakeFeed.instance;
    private final MessageContract contract = new MessageContract(ApiDocument.resource("META-INF/asyncapi.yaml"));
    private final List<Listener> viewers = new ArrayList<>();

    @BeforeEach
    void load() throws Exception {
        Listener viewer = open("");
        await().atMost(SOON).until(() -> viewer.messages.stream().anyMatch(m -> m.contains("\"state\":\"live\"")));
        if (!isLoaded) {
            archive.history()
                    .load(SHOP.pastRecords(), SHOP.past())
                    .toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            isLoaded = true;
        }
        hear(Kind.SNAPSHOT, live("a", 120_000, "France"), live("b", 20_000, "Japan"));
        awaitView(viewer, view -> items(view) == 2);
        SHOP.remember(List.of(live("a", 120_000, "France"), live("b", 20_000, "Japan")));
        await().atMost(SOON).until(() -> csv("window=1h").stream().anyMatch(line -> line.contains(",b,")));
    }

    @AfterEach
    void leave() {
        viewers.forEach(viewer -> contract.check(viewer.messages, SCHEMAS));
        viewers.forEach(Listener::close);
        await().atMost(SOON).until(() -> metric("thelook_audience_peers{audience=\"live\"}") == 0);
    }

    /** Ranges are in hours before the start, and hours. */
    @ParameterizedTest
    @ValueSource(strings = {"window=1h", "window=24h", "window=7d", "window=today", "window=yesterday", "from=30&to=3"})
    void periods_haveTheFiguresOfTheirRecords_alsoBesideEarlierOnes(String query) {
        for (String filter : List.of("", "&country=France&country=Spain", "&not.country=Japan&not.age=18-24")) {
            Predicate<Record> matches = record -> filter.isEmpty()
                    || !record.country().equals("Japan")
                            && (!filter.contains("age") || record.age() < 18 || record.age() > 24);
            Listener viewer = open(inMillis(query) + filter);

            // The figures come first, then those to compare with as soon as they are known.
            JsonNode view = awaitView(viewer, known -> known.at("/window/from").isNumber() && known.has("compared"));

            TimeSpan span = span(view.get("window"));
            assertThat(figures(view.get("metrics"))).isEqualTo(SHOP.figures(span, matches));
            assertThat(view.at("/window/minutes").asLong())
                    .isEqualTo(Math.max(1, Math.round(span.length() / 60_000.0)));
            assertThat(view.get("window").has("covered_seconds")).isFalse();
            JsonNode compared = view.get("compared");
            int days = compared.get("days").asInt();
            assertThat(days).isEqualTo(query.contains("7d") ? 7 : query.contains("from") ? 2 : 1);
            assertThat(span(compared)).isEqualTo(daysBefore(span, days));
            assertThat(figures(view.get("previous"))).isEqualTo(SHOP.figures(daysBefore(span, days), matches));
            assertThat(sum(view.at("/trend/orders")))
                    .isEqualTo(view.at("/metrics/num_orders").asLong());
            assertThat(view.at("/trend/orders").size()).isBetween(2, 62);
            assertThat(view.at("/trend_before/days").asInt()).isEqualTo(days);
            assertThat(view.at("/trend_before/sales").size())
                    .isGreaterThanOrEqualTo(view.at("/trend/orders").size());
            assertThat(view.has("trend_week")).isEqualTo(days < 7);
            assertThat(view.has("fresh")).isFalse();
            viewer.close();
        }
    }

    /** A range is compared with the same times as many days before as it takes. */
    private static String inMillis(String query) {
        return query.startsWith("from")
                ? "from=" + (SHOP.start - 30 * DAY / 24) + "&to=" + (SHOP.start - 3 * DAY / 24)
                : query;
    }

    @Test
    void today_isDividedIntoStepsSinceMidnight_besideWholeEarlierDays() {
        JsonNode view = awaitView(
                open("window=today"), known -> known.at("/window/from").isNumber());

        long midnight = Instant.ofEpochMilli(SHOP.start)
                .atZone(HistoryFixture.ZONE)
                .toLocalDate()
                .atStartOfDay(HistoryFixture.ZONE)
                .toInstant()
                .toEpochMilli();
        assertThat(view.at("/window/from").asLong()).isEqualTo(midnight);
        assertThat(view.at("/trend/from").asLong()).isEqualTo(midnight);
        long step = view.at("/trend/step").asLong();
        for (String part : List.of("trend_before", "trend_week")) {
            JsonNode line = view.get(part);
            long from = midnight - line.get("days").asLong() * DAY;
            assertThat(line.get("from").asLong()).isEqualTo(from);
            assertThat(line.get("sales")).hasSize((int) (DAY / step));
            assertThat(sum(line.get("items")))
                    .isEqualTo(SHOP.figures(new TimeSpan(from, from + DAY), all -> true)
                            .get(1));
        }
    }

    private static TimeSpan soFar(JsonNode today) {
        return new TimeSpan(span(today).from(), today.get("at").asLong());
    }

    @Test
    void everyView_hasHistoryAndToday() {
        // The newest records are in the figures of today when they are on the disk.
        JsonNode view = awaitView(
                open("country=France"),
                known -> known.at("/today/last_week_sales").isNumber()
                        && known.at("/today/metrics/num_order_items").asLong()
                                == SHOP.figures(soFar(known.get("today")), all -> true)
                                        .get(1));

        assertThat(view.at("/history/state").asText()).isEqualTo("on");
        assertThat(view.at("/history/days").asInt()).isEqualTo(35);
        assertThat(view.at("/history/since").asLong()).isEqualTo(SHOP.past().from());
        JsonNode today = view.get("today");
        TimeSpan day = span(today);
        TimeSpan soFar = soFar(today);
        assertThat(today.get("zone").asText()).isEqualTo(HistoryFixture.ZONE.getId());
        assertThat(today.get("date").asText())
                .isEqualTo(Instant.ofEpochMilli(SHOP.start)
                        .atZone(HistoryFixture.ZONE)
                        .toLocalDate()
                        .toString());
        assertThat(day.length()).isEqualTo(DAY);
        assertThat(figures(today.get("metrics"))).isEqualTo(SHOP.figures(soFar, all -> true));
        assertThat(figures(today.get("yesterday"))).isEqualTo(SHOP.figures(daysBefore(soFar, 1), all -> true));
        assertThat(figures(today.get("last_week"))).isEqualTo(SHOP.figures(daysBefore(soFar, 7), all -> true));
        assertThat(today.get("yesterday_sales").asLong())
                .isEqualTo(SHOP.figures(daysBefore(day, 1), all -> true).get(2));
        assertThat(today.get("last_week_sales").asLong())
                .isEqualTo(SHOP.figures(daysBefore(day, 7), all -> true).get(2));
        assertThat(today.has("known_from")).isFalse();
        BigDecimal share = HistoryFixture.sales(SHOP.in(daysBefore(soFar, 7), all -> true))
                .divide(
                        HistoryFixture.sales(SHOP.in(daysBefore(day, 7), all -> true)),
                        4,
                        java.math.RoundingMode.HALF_UP);
        assertThat(today.get("share_of").asText()).isEqualTo("last_week");
        assertThat(today.get("share").decimalValue()).isEqualByComparingTo(share);
        assertThat(today.get("forecast").asLong())
                .isEqualTo(Math.round(
                        HistoryFixture.sales(SHOP.in(soFar, all -> true)).doubleValue() / share.doubleValue()));
        assertThat(today.get("goal").asInt()).isEqualTo(50_000);
    }

    @ParameterizedTest
    @CsvSource({
        "from=1, 'from=: expected from and to'",
        "to=1, 'to=: expected from and to'",
        "from=2&to=1, 'from=2&to=1: expected a start before the end'",
        "from=2&to=2, 'from=2&to=2: expected a start before the end'",
        "from=yesterday&to=1, 'from=yesterday: expected milliseconds since the epoch'",
        "from=-1&to=1, 'from=-1: expected milliseconds since the epoch'",
        "from=1&to=99999999999999, 'to=99999999999999: expected milliseconds since the epoch'",
        "window=7d&from=1&to=2, 'window= with from= and to=: expected one or the other'",
        "window=8d, 'window=8d: expected 1, 5, 15, 1h, 24h, 7d, today or yesterday'",
    })
    void queriesThatMakeNoSense_areRefusedInWords(String query, String reason) throws Exception {
        Listener viewer = open("");
        awaitView(viewer, view -> items(view) == 2);
        viewer.send("{\"type\":\"subscribe\",\"query\":\"" + query + "\"}");

        assertThat(error(viewer)).startsWith(reason);
        HttpResponse<String> file = get("/history.csv?" + query);
        assertThat(file.statusCode()).isEqualTo(400);
        assertThat(file.body()).startsWith(reason);
    }

    @Test
    void twoWhoAskTheSame_shareTheView_andTheViewsHaveALimit() {
        open("window=7d");
        open("window=7d");
        open("window=24h");
        open("window=1h");
        open("window=yesterday");
        await().atMost(SOON).until(() -> metric("thelook_views_distinct") == 5);

        Listener further = open("window=today");

        assertThat(error(further)).contains("too many different views");
        awaitView(further, view -> items(view) == 2);
    }

    @Test
    void viewer_changesToAnHistoryAndBack() {
        Listener viewer = open("");
        awaitView(viewer, view -> items(view) == 2);
        for (String window : List.of("7d", "24h", "5", "today")) {
            viewer.send("{\"type\":\"subscribe\",\"query\":\"window=" + window + "\"}");
            long minutes = window.equals("7d") ? 10_080 : window.equals("24h") ? 1_440 : 5;
            awaitView(
                    viewer,
                    view -> window.equals("today")
                            ? view.at("/window/minutes").asLong() > 60
                            : view.at("/window/minutes").asLong() == minutes);
        }
        viewer.send("{\"type\":\"subscribe\",\"query\":\"\"}");
        JsonNode view = awaitView(viewer, known -> items(known) == 2);

        for (String part : List.of("compared", "trend_before", "trend_week")) {
            assertThat(view.has(part)).as(part).isFalse();
        }
    }

    @Test
    void newOrders_moveTheFiguresOfTheLiveWindows() {
        Listener viewer = open("window=24h&country=Norway");
        awaitView(viewer, view -> view.has("compared") && items(view) == 0);

        hear(Kind.UPSERT, live("norway", 1_000, "Norway"));
        SHOP.remember(List.of(live("norway", 1_000, "Norway")));

        awaitView(viewer, view -> items(view) == 1);
        assertThat(span(LastView.of(viewer.messages).get("window")).length()).isEqualTo(DAY);
    }

    @Test
    void lateRecords_areInTheHistoryOnly_andNewVersionsReplaceOldOnes() throws Exception {
        Record late = aRecord()
                .order("late")
                .item("late")
                .country("Iceland")
                .createdAt(SHOP.start - 3 * DAY)
                .price("12.34")
                .build();
        hear(Kind.UPSERT, late);
        SHOP.remember(List.of(late));
        await().atMost(SOON).until(() -> csv("window=7d&country=Iceland").size() == 2);

        assertThat(get("/window.csv").body()).doesNotContain("late");
        hear(Kind.UPSERT, late.toBuilder().itemStatus("Returned").build());
        await().atMost(SOON)
                .until(() -> csv("window=7d&country=Iceland").get(1).contains("Returned")
                        && csv("window=7d&country=Iceland").size() == 2);
    }

    @Test
    void products_areComparedAndFiltered_whereRecordsHaveThem() throws Exception {
        List<Record> some = List.of(
                withProduct("cup", "Cup", "20.4"),
                withProduct("mug", "Mug & lid", "30"),
                withProduct("bag", null, "7"));
        hear(Kind.UPSERT, some.toArray(Record[]::new));
        SHOP.remember(some);
        await().atMost(SOON).until(() -> csv("window=7d&gender=X").size() == 4);

        JsonNode view = awaitView(open("window=7d&gender=X&product=Cup"), known -> items(known) == 1);
        assertThat(view.get("revenue_by_product").toString())
                .as("not filtered by its own property")
                .isEqualTo("{\"bars\":[[\"Mug & lid\",30,1],[\"Cup\",20,1],[\"Unknown\",7,1]]}");
        view = awaitView(open("window=7d&gender=X&not.product=Cup"), known -> items(known) == 2);
        assertThat(view.at("/metrics/total_sales").asLong()).isEqualTo(37);
        view = awaitView(open("window=7d&gender=F"), known -> known.has("metrics"));
        assertThat(view.has("revenue_by_product")).isFalse();

        assertThat(csv("window=7d&product=Mug+%26+lid"))
                .satisfiesExactly(
                        heading -> assertThat(heading).endsWith(",created_at,product"),
                        line -> assertThat(line).contains(",mug,").endsWith(",Mug & lid"));
        assertThat(csv("window=7d&gender=X&product=Unknown"))
                .satisfiesExactly(heading -> assertThat(heading).endsWith(",created_at"), line -> assertThat(line)
                        .contains(",bag,"));
    }

    /** In Japan, whose records another test leaves out, so that it finds none with a product. */
    private static Record withProduct(String item, String product, String price) {
        return aRecord()
                .order(item)
                .item(item)
                .gender("X")
                .country("Japan")
                .product(product)
                .price(price)
                .createdAt(SHOP.start - 3 * DAY)
                .build();
    }

    @Test
    void recordThatTheFeedNoLongerHas_isRemoved() throws Exception {
        hear(Kind.UPSERT, live("mistake", 5_000, "Malta"));
        await().atMost(SOON).until(() -> csv("window=1h&country=Malta").size() == 2);

        hear(Kind.SNAPSHOT, live("a", 120_000, "France"), live("b", 20_000, "Japan"));

        await().atMost(SOON).until(() -> csv("window=1h&country=Malta").size() == 1);
        assertThat(csv("window=1h&country=Japan").stream().filter(line -> line.contains(",b,")))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "window=1", "window=15", "window=1h", "window=24h", "window=today", "window=yesterday"})
    void replay_ofAnyKeptMoment_hasWhatThatMomentHad(String query) {
        Listener viewer = open(query);
        awaitView(viewer, view -> view.has("metrics"));
        long at = SHOP.start - 3 * DAY - 12_345_678;
        viewer.send("{\"type\":\"replay\",\"at\":" + at + "}");

        JsonNode replay = message(viewer, "replay");

        assertThat(replay.get("at").asLong()).isEqualTo(at);
        assertThat(replay.get("known_from").asLong()).isEqualTo(SHOP.past().from());
        assertThat(replay.get("known_to").asLong()).isGreaterThanOrEqualTo(SHOP.start);
        TimeSpan span = span(replay.get("window"));
        assertThat(figures(replay.get("metrics"))).isEqualTo(SHOP.figures(span, all -> true));
        ZoneId zone = HistoryFixture.ZONE;
        long midnight = Instant.ofEpochMilli(at)
                .atZone(zone)
                .toLocalDate()
                .atStartOfDay(zone)
                .toInstant()
                .toEpochMilli();
        assertThat(span.to()).isEqualTo(query.contains("yesterday") ? midnight : at + 1);
        long length =
                switch (query) {
                    case "window=1" -> 60_000;
                    case "window=15" -> 900_000;
                    case "window=1h" -> 3_600_000;
                    case "window=24h", "window=yesterday" -> DAY;
                    case "window=today" -> at + 1 - midnight;
                    default -> 300_000;
                };
        // A window of the live kind includes both of its ends.
        assertThat(span.length()).isBetween(length, length + 1);
        assertThat(csv(query + "&at=" + at))
                .hasSize(1 + SHOP.in(span, all -> true).size());
    }

    @Test
    void replay_beforeAllThatIsKept_isOfTheFirstMoment() {
        Listener viewer = open("window=1h");
        awaitView(viewer, view -> view.has("metrics"));
        viewer.send("{\"type\":\"replay\",\"at\":0}");

        assertThat(message(viewer, "replay").get("at").asLong())
                .isEqualTo(SHOP.past().from());
    }

    @Test
    void day_hasItsCourseWithTheViewersFilter_andItsPeaks() {
        Listener viewer = open("country=France");
        awaitView(viewer, view -> view.has("metrics"));
        viewer.send("{\"type\":\"day\",\"at\":" + (SHOP.start - 2 * DAY) + "}");

        JsonNode day = message(viewer, "day");

        TimeSpan span = span(day);
        assertThat(span.length()).isEqualTo(DAY);
        assertThat(span.has(SHOP.start - 2 * DAY)).isTrue();
        assertThat(day.get("step").asLong()).isEqualTo(300_000);
        assertThat(day.get("orders")).hasSize(288);
        assertThat(sum(day.get("orders")))
                .isEqualTo(SHOP.figures(span, record -> record.country().equals("France"))
                        .get(0));
        assertThat(day.get("peaks").size()).isBetween(1, 5);
        long before = 0;
        for (JsonNode peak : day.get("peaks")) {
            long at = peak.get(0).asLong();
            assertThat(at - before).isGreaterThanOrEqualTo(3_600_000);
            before = at;
            int step = (int) ((at - span.from()) / 300_000);
            assertThat(peak.get(1)).isEqualTo(day.get("orders").get(step));
            assertThat(peak.get(2)).isEqualTo(day.get("sales").get(step));
        }
    }

    @Test
    void day_thatIsNotOver_endsNow() {
        Listener viewer = open("");
        awaitView(viewer, view -> items(view) == 2);
        viewer.send("{\"type\":\"day\",\"at\":" + SHOP.start + "}");

        JsonNode day = message(viewer, "day");

        assertThat(day.get("to").asLong()).isBetween(SHOP.start, System.currentTimeMillis() + 1_000);
        assertThat(day.get("orders").size()).isEqualTo((int) ((span(day).length() + 299_999) / 300_000));
    }

    @Test
    void messages_haveEachDocumentedPart() {
        Listener viewer = open("window=24h");
        awaitView(
                viewer,
                view -> view.has("compared") && view.at("/today/forecast").isNumber());
        viewer.send("{\"type\":\"replay\",\"at\":" + (SHOP.start - 2 * DAY) + "}");
        message(viewer, "replay");
        viewer.send("{\"type\":\"day\",\"at\":" + (SHOP.start - 2 * DAY) + "}");
        message(viewer, "day");

        contract.check(viewer.messages, SCHEMAS);

        for (String schema : List.of("Compared", "TrendBefore", "Day")) {
            assertThat(contract.unseen(schema)).as(schema).isEmpty();
        }
        assertThat(contract.unseen("Today")).containsExactly("Today.known_from");
        assertThat(contract.unseen("History")).containsExactly("History.reason");
        assertThat(contract.unseen("Replayed")).doesNotContain("Replayed.previous", "Replayed.compared");
    }

    @Test
    void csv_hasTheRecordsInOrderOfTime_forProgramsAndForPeople() throws Exception {
        long from = SHOP.start - 4 * DAY;
        long to = SHOP.start - DAY;
        String query = "from=" + from + "&to=" + to + "&country=Spain";
        List<Record> expected =
                SHOP.in(new TimeSpan(from, to), record -> record.country().equals("Spain"));

        List<String> lines = csv(query);

        assertThat(lines.get(0))
                .isEqualTo("user_id,age,gender,country,traffic_source,order_id,item_id,category,cost,item_status,"
                        + "sale_price,created_at");
        assertThat(lines.stream().skip(1).map(line -> line.split(",")[6]))
                .containsExactlyInAnyOrderElementsOf(
                        expected.stream().map(Record::itemId).toList());
        assertThat(lines.stream().skip(1).map(line -> Long.parseLong(line.split(",")[11])))
                .isSorted();
        assertThat(lines.stream()
                        .skip(1)
                        .map(line -> new BigDecimal(line.split(",")[10]))
                        .reduce(BigDecimal::add))
                .get()
                .isEqualTo(HistoryFixture.sales(expected));

        HttpResponse<String> sheet = get("/history.csv?format=spreadsheet&tz=Asia/Tokyo&" + query);
        assertThat(sheet.body()).startsWith("\uFEFFuser_id,").contains("created_at (Asia/Tokyo),utc_offset");
        assertThat(sheet.body().lines()).hasSize(expected.size() + 1);
        assertThat(sheet.headers().firstValue("Content-Disposition")).contains("attachment");
    }

    @Test
    void parquet_hasTheSameRecordsToTheCent() throws Exception {
        String query = "window=7d&not.country=Japan";
        Path file = folder.resolve("history.parquet");
        HttpResponse<Path> response = HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(at("/history.parquet?" + query)).build(), BodyHandlers.ofFile(file));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/vnd.apache.parquet");

        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT order_id, item_id, age, country, cost, sale_price,"
                        + " epoch_ms(created_at), quantity, product, updated_at FROM '" + file + "'")) {
            while (row.next()) {
                rows.add(String.join(
                        ",",
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getBigDecimal(5).stripTrailingZeros().toPlainString(),
                        row.getBigDecimal(6).stripTrailingZeros().toPlainString(),
                        row.getString(7)));
                assertThat(row.getInt(8)).isEqualTo(1);
                assertThat(row.getString(9)).isNull();
                assertThat(row.getString(10)).isNull();
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        assertThat(rows)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(csv(query).stream()
                        .skip(1)
                        .map(line -> line.split(","))
                        .map(field -> String.join(
                                ",",
                                field[5],
                                field[6],
                                field[1],
                                field[3],
                                new BigDecimal(field[8]).stripTrailingZeros().toPlainString(),
                                new BigDecimal(field[10]).stripTrailingZeros().toPlainString(),
                                field[11]))
                        .toList());
    }

    /** Each of the 47,000 days was read by a separate statement, which took half a minute. */
    @Test
    void csv_ofACentury_isReadAtOnce() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertThat(csv("from=0&to=4102444800000"))
                .hasSizeGreaterThan(100));
        assertThat(csv("from=0&to=1")).hasSize(1);
    }

    @Test
    void windowCsv_saysWhereOtherPeriodsAre() throws Exception {
        HttpResponse<String> response = get("/window.csv?window=7d");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("/history.csv");
    }

    /** The records are more than the buffers of two sockets can hold. */
    @Test
    void downloads_giveEachDocumentedResponse() throws Exception {
        HttpContract http = new HttpContract(ApiDocument.resource("META-INF/openapi.yaml"), live);
        for (String path : List.of("/history.csv", "/history.parquet")) {
            for (String method : List.of("GET", "HEAD")) {
                for (String query : List.of(
                        "?window=1h",
                        "?window=15&at=" + (SHOP.start - DAY),
                        "?window=9d",
                        "?at=x",
                        "?from=1&to=9&country=France",
                        "?window=today&format=spreadsheet&tz=Asia/Tokyo")) {
                    http.send(method, path + query);
                }
                http.send(method, path + "?country=" + "x".repeat(9_000));
            }
            List.of("POST", "PUT", "DELETE").forEach(method -> http.send(method, path));
        }
        long at = SHOP.start - 15 * DAY - 1_000;
        String text = "x".repeat(250);
        archive.history()
                .load(
                        IntStream.range(0, 40_000)
                                .mapToObj(i -> aRecord()
                                        .order("many")
                                        .item(text + i)
                                        .category(text)
                                        .createdAt(at)
                                        .build())
                                .toList(),
                        null)
                .toCompletableFuture()
                .get(60, TimeUnit.SECONDS);
        String many = "/history.csv?from=" + at + "&to=" + (at + 1);
        try (RawClient one = RawClient.to(live.getPort()).ask("GET", many);
                RawClient two = RawClient.to(live.getPort()).ask("GET", many)) {
            assertThat(one.head().status()).isEqualTo(200);
            assertThat(two.head().status()).isEqualTo(200);
            http.send("GET", many);
            http.send("GET", "/history.parquet?window=1h");
        }
        assertThat(metric("thelook_history_downloads_refused_total")).isGreaterThanOrEqualTo(2);
        archive.history().clear(new TimeSpan(at, at + 1)).toCompletableFuture().get(60, TimeUnit.SECONDS);

        // A dashboard without a history answers 404: see HistoryOffTest.
        assertThat(http.unseen("/history.csv")).containsExactly("GET /history.csv 404", "HEAD /history.csv 404");
        assertThat(http.unseen("/history.parquet"))
                .containsExactly("GET /history.parquet 404", "HEAD /history.parquet 404");
    }

    private Listener open(String query) {
        Listener viewer = Listener.to(query.isEmpty() ? live : URI.create(live + "?" + encoded(query)));
        viewers.add(viewer);
        return viewer;
    }

    private static String encoded(String query) {
        return query.replace(" ", URLEncoder.encode(" ", StandardCharsets.UTF_8));
    }

    private void hear(Kind kind, Record... records) {
        feed.send(SHOP.message(kind, records));
    }

    private static Record live(String item, long age, String country) {
        return aRecord()
                .order("o-" + item)
                .item(item)
                .createdAt(SHOP.start - age)
                .country(country)
                .price("7.5")
                .build();
    }

    private URI at(String path) {
        return URI.create("http://" + live.getAuthority() + path);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(at(path)).build(), BodyHandlers.ofString());
    }

    private List<String> csv(String query) {
        try {
            HttpResponse<String> response = get("/history.csv?" + query);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return response.body().lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static long sum(JsonNode numbers) {
        return StreamSupport.stream(numbers.spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
    }

    private static int items(JsonNode view) {
        return view.at("/metrics/num_order_items").asInt();
    }

    private static JsonNode awaitView(Listener from, Predicate<JsonNode> expected) {
        return await().atMost(SOON)
                .until(() -> LastView.of(from.messages), view -> view != null && expected.test(view));
    }

    private static JsonNode message(Listener from, String type) {
        String start = "{\"type\":\"" + type + "\"";
        return await().atMost(SOON)
                .until(
                        () -> from.messages.stream()
                                .filter(message -> message.startsWith(start))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .map(HistoryTest::read)
                .orElseThrow();
    }

    private static String error(Listener from) {
        return message(from, "error").get("message").asText();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
