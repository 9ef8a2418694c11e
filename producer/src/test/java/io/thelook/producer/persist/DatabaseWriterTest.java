package io.thelook.producer.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.model.Money;
import io.thelook.model.Record;
import io.thelook.producer.outbox.Attempts.State;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.Visit;
import io.thelook.producer.tables.Rows;
import io.thelook.producer.tables.Table;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The writer against a real database. */
@Tag("slow")
class DatabaseWriterTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final long START = 1_741_051_200_000L;
    private static final long HOUR = 3_600_000;

    /** The reference's query, but for the length of the window. */
    private static final String REFERENCE = """
            SELECT u.id AS user_id, u.age, u.gender, u.country, u.traffic_source, o.order_id, o.id AS item_id,
                   p.category, p.cost, o.status AS item_status, o.sale_price, o.created_at
            FROM ecommerce.users AS u
            JOIN ecommerce.order_items AS o ON u.id = o.user_id
            JOIN ecommerce.products AS p ON p.id = o.product_id
            WHERE o.created_at >= ?
            """;

    private static Postgres postgres;
    private final Shop shop = new Shop(42, new Behaviour(Behaviour.Mode.SHOP, 1, 1, 300));
    private final Rows rows = new Rows(shop.catalogue(), 1);
    private DatabaseWriter writer;

    @BeforeAll
    static void startDatabase() throws IOException, InterruptedException {
        postgres = Postgres.start();
    }

    @AfterAll
    static void stopDatabase() throws IOException, InterruptedException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void empty() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS ecommerce CASCADE");
        }
    }

    @AfterEach
    void stop() {
        if (writer != null) {
            writer.stop();
        }
    }

    @Test
    void referencesQuery_returnsWhatTheFeedSends() throws SQLException {
        start(100_000);
        List<Visit> visits = visits(2_000);
        visits.forEach(writer::visited);
        List<Order> orders =
                visits.stream().flatMap(visit -> visit.orders().stream()).toList();
        orders.forEach(order -> changeUntil(order, START + 48 * HOUR));

        awaitEverythingWritten();

        Map<String, Record> expected = visits.stream()
                .flatMap(visit -> visit.orders().stream())
                .filter(order -> order.createdAt() >= START + 1_000)
                .flatMap(order -> order.records(START + 48 * HOUR))
                .collect(Collectors.toMap(Record::itemId, Function.identity()));
        assertThat(query(START + 1_000)).isEqualTo(expected).hasSizeGreaterThan(1_000);
        assertThat(expected.values().stream().map(Record::itemStatus).collect(Collectors.toSet()))
                .hasSize(5);
    }

    @Test
    void allSevenTables_haveTheRowsOfTheExport() throws SQLException {
        start(100_000);
        List<Visit> visits = visits(300);
        visits.forEach(writer::visited);

        awaitEverythingWritten();

        for (Table table : Table.values()) {
            Set<String> expected = rows.of(table, visits.stream(), START)
                    .map(row -> row[0].toString())
                    .collect(Collectors.toSet());
            assertThat(keys(table)).as(table.label()).isEqualTo(expected).isNotEmpty();
        }
        assertThat(foreignKeys()).isEqualTo(9);
    }

    @Test
    void databaseKilledAndStarted_nothingIsDuplicatedAndWhatWasDroppedIsCounted()
            throws SQLException, IOException, InterruptedException {
        start(500);
        List<Visit> visits = visits(3_000);
        visits.subList(0, 400).forEach(writer::visited);
        awaitEverythingWritten();

        postgres.kill();
        try {
            visits.subList(400, 2_400).forEach(writer::visited);
            await().atMost(SOON).until(() -> writer.attempts().passing() > 0);
            assertThat(isWriting()).isFalse();
            assertThat(writer.backlog().dropped())
                    .as("the buffer holds 500, a batch as many")
                    .isBetween(1_000L, 1_500L);
        } finally {
            postgres.restart();
        }
        awaitEverythingWritten();
        visits.subList(2_400, 2_500).forEach(writer::visited);
        awaitEverythingWritten();

        assertThat(writer.backlog().offered()).isEqualTo(2_500);
        assertThat(writer.backlog().written() + writer.backlog().dropped()).isEqualTo(2_500);
        List<String> all = itemsInDatabase();
        assertThat(all).doesNotHaveDuplicates();
        List<Visit> whole = visits.subList(0, 2_500).stream()
                .filter(visit -> visit.records().map(Record::itemId).anyMatch(all::contains))
                .toList();
        assertThat(all)
                .as("a visit is written whole or not at all")
                .hasSameSizeAs(whole.stream().flatMap(Visit::records).toList());
        assertThat(Stream.concat(visits.subList(0, 400).stream(), visits.subList(2_400, 2_500).stream())
                        .flatMap(Visit::records)
                        .map(Record::itemId))
                .as("of what happened while it was there, nothing is lost")
                .isSubsetOf(all);
    }

    @Test
    void commitThatWasNotConfirmed_isNotWrittenTwice() throws SQLException {
        List<Visit> visits = visits(200);
        start(1_000);
        visits.forEach(writer::visited);
        awaitEverythingWritten();
        writer.stop();

        // The same once more, as after a connection that was lost between the commit and its confirmation.
        start(1_000);
        visits.forEach(writer::visited);
        awaitEverythingWritten();

        assertThat(itemsInDatabase())
                .doesNotHaveDuplicates()
                .hasSameSizeAs(visits.stream().flatMap(Visit::records).toList());
    }

    @Test
    void rowThatTheDatabaseRefuses_isCountedAndDoesNotHoldUpOthers() throws SQLException {
        start(1_000);
        await().atMost(SOON).until(this::isWriting);
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("ALTER TABLE ecommerce.order_items ADD CHECK (sale_price < 150)");
        }
        List<Visit> visits = visits(200);
        visits.forEach(writer::visited);
        awaitEverythingWritten();

        List<Visit> accepted = visits.stream()
                .filter(visit ->
                        visit.records().allMatch(record -> record.salePrice().compareTo(Money.ofCents(150_00)) < 0))
                .toList();
        assertThat(writer.backlog().dropped())
                .isEqualTo(visits.size() - accepted.size())
                .isPositive();
        assertThat(itemsInDatabase())
                .containsExactlyInAnyOrderElementsOf(accepted.stream()
                        .flatMap(Visit::records)
                        .map(Record::itemId)
                        .toList());
    }

    @Test
    void stop_writesWhatWaits() throws SQLException {
        start(10_000);
        List<Visit> visits = visits(1_000);
        visits.forEach(writer::visited);

        writer.stop();

        assertThat(writer.backlog().waiting()).isZero();
        assertThat(itemsInDatabase())
                .hasSameSizeAs(visits.stream().flatMap(Visit::records).toList());
    }

    private void start(int most) {
        writer = new DatabaseWriter(Database.parse(postgres.address()), rows, most);
        writer.start();
    }

    private boolean isWriting() {
        return writer.attempts().status().state() == State.DELIVERING;
    }

    private List<Visit> visits(int count) {
        return IntStream.range(0, count).mapToObj(i -> shop.visit(START + i)).toList();
    }

    private void changeUntil(Order order, long end) {
        for (long at = order.nextChange(order.createdAt()).orElse(Order.NEVER);
                at <= end;
                at = order.nextChange(at).orElse(Order.NEVER)) {
            writer.changed(order, at);
        }
    }

    private void awaitEverythingWritten() {
        await().atMost(SOON).until(() -> writer.backlog().waiting() == 0 && isWriting());
    }

    private static Connection connect() throws SQLException {
        return Database.parse(postgres.address()).connect();
    }

    private static Map<String, Record> query(long from) throws SQLException {
        try (Connection connection = connect();
                var statement = connection.prepareStatement(REFERENCE)) {
            statement.setTimestamp(1, new Timestamp(from));
            ResultSet rows = statement.executeQuery();
            List<Record> records = new ArrayList<>();
            while (rows.next()) {
                records.add(new Record(
                        rows.getString("user_id"),
                        rows.getInt("age"),
                        rows.getString("gender"),
                        rows.getString("country"),
                        rows.getString("traffic_source"),
                        rows.getString("order_id"),
                        rows.getString("item_id"),
                        rows.getString("category"),
                        Money.of(rows.getBigDecimal("cost")),
                        rows.getString("item_status"),
                        Money.of(rows.getBigDecimal("sale_price")),
                        rows.getTimestamp("created_at").getTime(),
                        1,
                        null,
                        0));
            }
            return records.stream().collect(Collectors.toMap(Record::itemId, Function.identity()));
        }
    }

    private static List<String> itemsInDatabase() throws SQLException {
        return strings("SELECT id FROM ecommerce.order_items");
    }

    private static Set<String> keys(Table table) throws SQLException {
        List<String> keys = strings("SELECT " + table.key().name() + "::text FROM " + Schema.name(table));
        assertThat(keys).doesNotHaveDuplicates();
        return Set.copyOf(keys);
    }

    private static int foreignKeys() throws SQLException {
        return Integer.parseInt(strings("SELECT count(*)::text FROM pg_constraint WHERE contype = 'f' AND convalidated"
                        + " AND connamespace = 'ecommerce'::regnamespace")
                .get(0));
    }

    private static List<String> strings(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> strings = new ArrayList<>();
            while (rows.next()) {
                strings.add(rows.getString(1));
            }
            return strings;
        }
    }
}
