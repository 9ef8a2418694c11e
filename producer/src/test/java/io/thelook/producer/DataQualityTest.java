package io.thelook.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.model.FeedEncoding;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Clickstream;
import io.thelook.producer.store.Cohort;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderItem;
import io.thelook.producer.store.OrderStatus;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.producer.store.User;
import io.thelook.producer.store.Visit;
import io.thelook.producer.tables.Rows;
import io.thelook.producer.tables.Table;
import io.thelook.service.feed.FeedWindow;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.SignificanceResult;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The shop against the distributions of theLook, with fixed seeds. Writes the whole comparison to
 * target/data-quality.md; docs/data-quality.md has the table of its verdicts.
 */
class DataQualityTest {

    private static final Path REPORT = Path.of("target", "data-quality.md");
    private static final Path DOCUMENT = Path.of("..", "docs", "data-quality.md");
    private static final double LEVEL = .001;
    private static final int VISITS = 100_000;
    private static final long START = Instant.parse("2026-03-02T00:00:00Z").toEpochMilli();
    private static final double MINUTE = 60_000;
    private static final double DAY = 86_400_000;

    private static final List<Finding> FINDINGS = new ArrayList<>();
    private static final List<Visit> REFERENCE = new ArrayList<>();
    private static final List<Visit> LIVING = new ArrayList<>();
    private static final List<Order> ENDED = new ArrayList<>();

    /** The expected and the observed counts, and the probability of such a difference by chance. */
    private record Finding(
            String what, long sample, String statistic, double pValue, Map<String, double[]> expectedAndObserved) {}

    @BeforeAll
    static void observe() throws IOException {
        Shop reference = new Shop(42);
        for (int i = 0; i < VISITS; i++) {
            REFERENCE.add(reference.visit(START + i * 500L));
        }
        thirtyDays();
        users();
        orders();
        inventory();
        sessions();
        living();
        Files.createDirectories(REPORT.getParent());
        Files.writeString(REPORT, report());
    }

    private static void users() {
        List<User> users = REFERENCE.stream().map(Visit::user).toList();
        shares("gender", count(users, user -> user.gender().name()), Map.of("M", .5, "F", .5));
        shares(
                "age, 12 to 70 evenly",
                count(users, user -> Integer.toString(user.age())),
                IntStream.rangeClosed(12, 70)
                        .boxed()
                        .collect(Collectors.toMap(age -> age.toString(), age -> 1 / 59.0)));
        shares(
                "traffic source",
                count(users, User::trafficSource),
                Map.of("Organic", .15, "Facebook", .06, "Search", .70, "Email", .05, "Display", .04));
        shares("country, by population", count(users, user -> user.place().country()), countries());
        shares(
                "region, by population",
                count(users, user -> user.place().country() + " " + user.place().state()),
                regions());
    }

    private static Map<String, Double> regions() {
        Map<String, Double> shares = new HashMap<>();
        Map<String, Double> named = new HashMap<>();
        List<String[]> rows = new BufferedReader(
                        new InputStreamReader(Shop.class.getResourceAsStream("places.csv"), StandardCharsets.UTF_8))
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(","))
                .toList();
        // The share of a country's unnamed regions is spread over its named ones.
        rows.forEach(row -> named.merge(row[0], Double.parseDouble(row[3]), Double::sum));
        rows.forEach(row -> shares.put(
                row[0] + " " + row[2], countries().get(row[0]) * Double.parseDouble(row[3]) / named.get(row[0])));
        return shares;
    }

    private static Map<String, Double> countries() {
        return Map.ofEntries(
                Map.entry("China", 33.915),
                Map.entry("United States", 22.534),
                Map.entry("Brasil", 14.563),
                Map.entry("South Korea", 5.340),
                Map.entry("France", 4.714),
                Map.entry("United Kingdom", 4.610),
                Map.entry("Germany", 4.172),
                Map.entry("Spain", 4.020),
                Map.entry("Japan", 2.447),
                Map.entry("Australia", 2.184),
                Map.entry("Belgium", 1.248),
                Map.entry("Poland", .237),
                Map.entry("Colombia", .013),
                Map.entry("Austria", .003));
    }

    private static void orders() {
        List<Order> orders = orders(REFERENCE).toList();
        shares(
                "orders per user",
                count(REFERENCE, visit -> Integer.toString(visit.orders().size())),
                Map.of("0", .20, "1", .50, "2", .20, "3", .05, "4", .05));
        shares(
                "items per order",
                count(orders, order -> Integer.toString(order.items().size())),
                Map.of("1", .70, "2", .20, "3", .05, "4", .05));
        shares("order status", count(orders, order -> order.fate().label()), statuses());
        evenly("days to shipment, 0 to 3", orders, Order::shippedAt, Order::createdAt, 3 * DAY + MINUTE);
        evenly("days from there to delivery, 0 to 5", orders, Order::deliveredAt, Order::shippedAt, 5 * DAY + MINUTE);
        evenly("days from there to return, 0 to 3", orders, Order::returnedAt, Order::deliveredAt, 3 * DAY + MINUTE);

        Shop shop = new Shop(42);
        Map<String, Double> products = new HashMap<>();
        Map<Object, Long> perDepartment = shop.catalogue()
                .all()
                .collect(Collectors.groupingBy(product -> product.department(), Collectors.counting()));
        shop.catalogue()
                .all()
                .forEach(product -> products.merge(
                        product.department().label() + " " + product.category(),
                        .5 / perDepartment.get(product.department()),
                        Double::sum));
        List<OrderItem> items =
                orders.stream().flatMap(order -> order.items().stream()).toList();
        shares(
                "category, evenly over the products of the user's gender",
                count(
                        items,
                        item -> item.product().department().label() + " "
                                + item.product().category()),
                products);
    }

    private static Map<String, Double> statuses() {
        return Map.of("Complete", .25, "Cancelled", .15, "Returned", .10, "Processing", .20, "Shipped", .30);
    }

    private static void inventory() {
        Rows rows = new Rows(new Shop(42).catalogue(), 1);
        List<Visit> some = REFERENCE.subList(0, 20_000);
        List<Object[]> pieces =
                rows.of(Table.INVENTORY_ITEMS, some.stream(), START).toList();
        Map<String, Long> unsold = new HashMap<>();
        List<Double> daysInStock = new ArrayList<>();
        int inARow = 0;
        for (int i = 0; i < pieces.size(); i++) {
            Object soldAt = pieces.get(i)[3];
            if (soldAt == null) {
                inARow++;
            } else {
                daysInStock.add(Duration.between((Instant) pieces.get(i)[2], (Instant) soldAt)
                                .toMillis()
                        / DAY);
            }
            if (i + 1 == pieces.size() || pieces.get(i + 1)[3] != null) {
                unsold.merge(Integer.toString(inARow), 1L, Long::sum);
                inARow = 0;
            }
        }
        shares("unsold pieces per sold one", unsold, Map.of("1", .5, "2", .3, "3", .2));
        evenly(
                "days in stock, 0 to 60",
                daysInStock.stream().mapToDouble(days -> days / 60).toArray());
    }

    private static void sessions() {
        List<Clickstream> clickstreams = orders(REFERENCE.subList(0, 20_000))
                .map(order -> Clickstream.of(order, 1))
                .toList();
        shares(
                "browser",
                count(clickstreams, Clickstream::browser),
                Map.of("IE", .05, "Chrome", .50, "Safari", .20, "Firefox", .20, "Other", .05));
        shares(
                "traffic source of a session",
                count(clickstreams, Clickstream::trafficSource),
                Map.of("Email", .45, "Adwords", .30, "Organic", .05, "YouTube", .10, "Facebook", .10));
        evenly(
                "minutes between two pages, 0 to 3, in sessions of one item",
                clickstreams.stream()
                        .filter(session -> session.events().size() == 5)
                        .mapToDouble(session -> (session.events().get(1).at()
                                        - session.events().get(0).at())
                                / (3 * MINUTE))
                        .toArray());
    }

    /** 30 days of the simulated clock in a minute of the real one. */
    private static void thirtyDays() {
        long[] now = {START};
        double timeScale = 43_200;
        Shop shop = new Shop(11, new Behaviour(Behaviour.Mode.SHOP, timeScale, 1, 1_000_000));
        Map<UUID, OrderStatus> statuses = new HashMap<>();
        Simulation simulation = new Simulation(
                shop,
                new Market(shop, 1_000, new SimulatedClock(START, timeScale), Optional::empty),
                new FeedWindow(1, FeedEncoding.ARRAY),
                new ShopListener() {
                    @Override
                    public void visited(Visit visit) {
                        LIVING.add(visit);
                        visit.orders().forEach(order -> statuses.put(order.id(), order.statusAt(visit.at())));
                    }

                    @Override
                    public void changed(Order order, long at) {
                        statuses.put(order.id(), order.statusAt(at));
                    }
                },
                () -> Instant.ofEpochMilli(now[0]),
                new Simulation.Plan(11, false, Duration.ofMinutes(5), -1, 1_000_000));
        while (now[0] < START + 60_000) {
            now[0] += 20;
            simulation.tick(() -> true);
        }
        long ended = now[0] - (long) (11 * DAY / timeScale);
        orders(LIVING)
                .filter(order -> order.createdAt() < ended)
                .peek(order -> assertThat(statuses).containsEntry(order.id(), order.fate()))
                .forEach(ENDED::add);
    }

    private static void living() {
        SimulatedClock calendar = new SimulatedClock(START, 43_200);
        List<ZonedDateTime> local = LIVING.stream()
                .map(visit -> Instant.ofEpochMilli(calendar.at(visit.at()))
                        .atZone(visit.user().place().zone()))
                .toList();
        Map<String, Double> hours = new HashMap<>();
        double[] weights = {
            8450, 6920, 5610, 4680, 4120, 3950, 4010, 4280, 4610, 5040, 6371, 7904, 9309, 10606, 11736, 13241, 14966,
            16777, 17553, 18147, 17475, 14375, 12065, 10376
        };
        IntStream.range(0, 24).forEach(hour -> hours.put(String.format("%02d", hour), weights[hour]));
        shares(
                "hour of the day, in the customer's time",
                count(local, time -> String.format("%02d", time.getHour())),
                hours);
        shares(
                "status at the end of an order's lifecycle",
                count(ENDED, order -> order.fate().label()),
                statuses());
        shares(
                "orders per visit",
                count(LIVING, visit -> Integer.toString(visit.orders().size())),
                Map.of("0", .20, "1", .50, "2", .20, "3", .05, "4", .05));
        List<User> newcomers = LIVING.stream()
                .filter(visit -> visit.at() - visit.user().createdAt() < MINUTE)
                .map(Visit::user)
                .distinct()
                .toList();
        shares(
                "cohort of new customers",
                count(newcomers, user -> user.cohort().name()),
                Map.of("POWER", .05, "BROWSER", .01, "STANDARD", .94));
        shares(
                "cohort of visits with orders",
                count(LIVING.stream().filter(visit -> !visit.orders().isEmpty()).toList(), visit -> visit.user()
                        .cohort()
                        .name()),
                Map.of("POWER", .175, "BROWSER", .01, "STANDARD", .815));
        shares("country of a visit", count(LIVING, visit -> visit.user().place().country()), countries());
    }

    @TestFactory
    Stream<DynamicTest> everyDistribution_isAsExpected() {
        return FINDINGS.stream()
                .map(finding -> DynamicTest.dynamicTest(finding.what(), () -> assertThat(finding.pValue())
                        .as(finding.statistic())
                        .isGreaterThan(LEVEL)));
    }

    @Test
    void prices_areTheProducts() {
        assertThat(orders(REFERENCE).flatMap(order -> order.items().stream()))
                .allMatch(item -> item.salePrice().equals(item.product().retailPrice()));
    }

    @Test
    void customersOfAllCohorts_stayAsLong_andPowerBuyersComeMoreOften() {
        Shop shop = new Shop(3, new Behaviour(Behaviour.Mode.SHOP, 1, 1, 2_000));
        Map<UUID, Long> visits = new HashMap<>();
        Map<UUID, Cohort> cohorts = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            User user = shop.visit(START + i).user();
            visits.merge(user.id(), 1L, Long::sum);
            cohorts.put(user.id(), user.cohort());
        }

        Map<Cohort, Double> perCustomer = cohorts.entrySet().stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getValue, Collectors.averagingDouble(entry -> visits.get(entry.getKey()))));
        assertThat(perCustomer.get(Cohort.POWER)).isGreaterThan(3 * perCustomer.get(Cohort.STANDARD));
        assertThat(perCustomer.get(Cohort.BROWSER)).isGreaterThan(3 * perCustomer.get(Cohort.STANDARD));
    }

    @Test
    void document_listsWhatIsCompared() throws IOException {
        assertThat(Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("- ")))
                .containsExactlyElementsOf(
                        FINDINGS.stream().map(finding -> "- " + finding.what()).toList());
    }

    private static Stream<Order> orders(List<Visit> visits) {
        return visits.stream().flatMap(visit -> visit.orders().stream());
    }

    private static <T> Map<String, Long> count(List<T> sample, java.util.function.Function<T, String> key) {
        return sample.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
    }

    /** Pearson's chi-square test. Values expected fewer than five times are combined. */
    private static void shares(String what, Map<String, Long> observed, Map<String, Double> weights) {
        long sample = observed.values().stream().mapToLong(count -> count).sum();
        double sum = weights.values().stream().mapToDouble(weight -> weight).sum();
        assertThat(weights.keySet()).as(what).containsAll(observed.keySet());
        Map<String, double[]> table = new LinkedHashMap<>();
        List<String> inOrder = weights.keySet().stream().sorted().toList();
        double[] rare = new double[2];
        for (String value : inOrder) {
            double[] cell = {weights.get(value) / sum * sample, observed.getOrDefault(value, 0L)};
            if (cell[0] < 5) {
                rare[0] += cell[0];
                rare[1] += cell[1];
            } else {
                table.put(value, cell);
            }
        }
        if (rare[0] > 0) {
            table.put("others", rare);
        }
        SignificanceResult result = ChiSquareTest.withDefaults()
                .test(
                        table.values().stream().mapToDouble(cell -> cell[0]).toArray(),
                        table.values().stream()
                                .mapToLong(cell -> (long) cell[1])
                                .toArray());
        FINDINGS.add(new Finding(
                what,
                sample,
                String.format(Locale.US, "χ²(%d) = %.1f", table.size() - 1, result.getStatistic()),
                result.getPValue(),
                table));
    }

    private static void evenly(
            String what, List<Order> orders, ToLongFunction<Order> end, ToLongFunction<Order> start, double longest) {
        evenly(
                what,
                orders.stream()
                        .filter(order -> end.applyAsLong(order) != Order.NEVER)
                        .flatMapToLong(order -> LongStream.of(end.applyAsLong(order) - start.applyAsLong(order)))
                        // Whole minutes stand for the minute that begins there.
                        .mapToDouble(length -> (length + MINUTE / 2) / longest)
                        .toArray());
    }

    /** The test of Kolmogorov and Smirnov against an even distribution from 0 to 1, over the first thousands. */
    private static void evenly(String what, double[] sample) {
        double[] first = java.util.Arrays.copyOf(sample, Math.min(sample.length, 5_000));
        SignificanceResult result = KolmogorovSmirnovTest.withDefaults().test(first, x -> Math.max(0, Math.min(1, x)));
        Map<String, double[]> table = new LinkedHashMap<>();
        for (int i = 0; i < 4; i++) {
            double from = i / 4.0;
            long count = java.util.Arrays.stream(first)
                    .filter(x -> x >= from && x < from + .25)
                    .count();
            table.put((i + 1) + ". quarter", new double[] {first.length / 4.0, count});
        }
        FINDINGS.add(new Finding(
                what,
                first.length,
                String.format(Locale.US, "D = %.4f", result.getStatistic()),
                result.getPValue(),
                table));
    }

    /** A table with a row for each distribution. */
    private static String verdicts() {
        StringBuilder table = new StringBuilder("""
                | distribution | sample | statistic | p-value |
                |---|--:|---|--:|
                """);
        for (Finding finding : FINDINGS) {
            table.append(String.format(
                    Locale.US,
                    "| %s | %,d | %s | %.3f |\n",
                    finding.what(),
                    finding.sample(),
                    finding.statistic(),
                    finding.pValue()));
        }
        return table.toString();
    }

    /** The table, and for each distribution what was expected and observed. */
    private static String report() {
        StringBuilder text = new StringBuilder("# Data quality\n\n").append(verdicts());
        for (Finding finding : FINDINGS) {
            text.append(String.format("\n## %s\n\n", capital(finding.what())));
            text.append("| | expected | observed |\n|---|--:|--:|\n");
            finding.expectedAndObserved().entrySet().stream()
                    .forEach(row -> text.append(String.format(
                            Locale.US,
                            "| %s | %,.1f | %,.0f |\n",
                            row.getKey(),
                            row.getValue()[0],
                            row.getValue()[1])));
        }
        return text.toString();
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }
}
