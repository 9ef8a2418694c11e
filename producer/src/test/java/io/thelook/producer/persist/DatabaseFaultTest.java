package io.thelook.producer.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.producer.outbox.Attempts.Pauses;
import io.thelook.producer.outbox.Attempts.State;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.Visit;
import io.thelook.producer.tables.Rows;
import io.thelook.producer.tables.Table;
import io.thelook.producer.tables.Table.Column;
import io.thelook.service.testing.LogRecorder;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Faults that an operator must fix, and the writer with a database that it does not own. */
@Tag("slow")
class DatabaseFaultTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long START = 1_741_051_200_000L;

    /** Permanent faults are tried again so seldom that a test does not see it. */
    private static final Pauses ONCE = new Pauses(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofHours(1));

    private static final Pauses OFTEN =
            new Pauses(Duration.ofMillis(20), Duration.ofMillis(100), Duration.ofMillis(30));

    private static Postgres postgres;

    private final Shop shop = new Shop(42);
    private final LogRecorder log = new LogRecorder(DatabaseWriter.class.getName());
    private DatabaseWriter writer;

    @BeforeAll
    static void startDatabase() throws Exception {
        postgres = Postgres.start();
        postgres.execute("postgres", "CREATE ROLE guarded LOGIN PASSWORD 'geheim'", "CREATE ROLE clerk LOGIN");
    }

    @AfterAll
    static void stopDatabase() throws IOException, InterruptedException {
        if (postgres != null) {
            postgres.close();
        }
    }

    @BeforeEach
    void makeDatabase() throws SQLException {
        postgres.execute("postgres", "CREATE DATABASE shop");
    }

    @AfterEach
    void dropDatabase() throws SQLException {
        log.close();
        if (writer != null) {
            writer.stop();
        }
        postgres.execute("postgres", "DROP DATABASE shop WITH (FORCE)");
    }

    @Test
    void wrongPassword_isReportedOnceAndTriedSeldom() {
        start(postgres.address("guarded:falsch", "shop"), ONCE);

        assertThat(reasonForBeingBlocked()).contains("refuses the user or the password: correct them in PERSIST");
        assertThat(writer.attempts().permanent()).isEqualTo(1);
        assertThat(writer.attempts().passing()).isZero();
        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("cannot write to postgres://127.0.0.1")
                .doesNotContain("falsch");
    }

    @Test
    void permanentFault_isReportedOnceHoweverOftenItIsTried_andHeals() throws SQLException {
        start(postgres.address("clerk", "shop"), OFTEN);
        visit(10);

        await().atMost(SOON).until(() -> writer.attempts().permanent() >= 3);
        assertThat(writer.attempts().status().reason())
                .contains("permission denied for database shop", "grant it CREATE on the database");
        assertThat(log.lines()).hasSize(1);

        postgres.execute("shop", "GRANT CREATE ON DATABASE shop TO clerk");

        awaitWritten(10);
        assertThat(log.lines()).hasSize(2).last().asString().startsWith("writing to postgres://");
    }

    @Test
    void missingDatabase_isPermanent() {
        start(postgres.address("thelook", "nowhere"), ONCE);

        assertThat(reasonForBeingBlocked()).contains("no such database: create it");
    }

    @Test
    void missingRole_isPermanent() {
        start(postgres.address("nobody", "shop"), ONCE);

        assertThat(reasonForBeingBlocked()).contains("does not admit the user", "pg_hba.conf");
    }

    @Test
    void missingPassword_isPermanent() {
        start(postgres.address("guarded", "shop"), ONCE);

        assertThat(reasonForBeingBlocked()).contains("no password was provided", "in PERSIST");
    }

    @Test
    void tlsThatTheServerDoesNotHave_isPermanent() {
        start(postgres.address("thelook", "shop") + "?sslmode=require", ONCE);

        assertThat(reasonForBeingBlocked()).contains("does not support SSL", "sslmode");
    }

    @Test
    void roleThatMayOnlyWrite_writes() throws SQLException {
        createTables();
        grantTables();

        start(postgres.address("clerk", "shop"), ONCE);
        visit(50);

        awaitWritten(50);
    }

    @Test
    void missingPrivilegeOnATable_namesIt() throws SQLException {
        createTables();
        grantTables();
        postgres.execute("shop", "REVOKE UPDATE ON ecommerce.order_items FROM clerk");

        start(postgres.address("clerk", "shop"), ONCE);

        assertThat(reasonForBeingBlocked())
                .contains("permission denied for table order_items", "SELECT, INSERT and UPDATE");
    }

    /** All columns are text, and there is no key. */
    @Test
    void tablesOfTheReference_areNamedWithWhatToDo_andWorkOnceThatIsDone() throws SQLException {
        createTextTables();
        start(postgres.address("thelook", "shop"), OFTEN);
        visit(50);

        assertThat(reasonForBeingBlocked())
                .isEqualTo("table ecommerce.dist_centers has no primary key or unique constraint on id: run ALTER TABLE"
                        + " ecommerce.dist_centers ADD PRIMARY KEY (id), or rename the schema ecommerce and let the producer"
                        + " create its own");

        for (Table table : Table.values()) {
            postgres.execute(
                    "shop",
                    "ALTER TABLE " + Schema.name(table) + " ADD PRIMARY KEY ("
                            + table.key().name() + ")");
        }

        awaitWritten(50);
        assertThat(strings("shop", "SELECT count(*)::text FROM ecommerce.users"))
                .containsExactly("50");
    }

    @Test
    void missingColumn_namesTheTable() throws SQLException {
        createTables();
        postgres.execute("shop", "ALTER TABLE ecommerce.events DROP COLUMN browser");

        start(postgres.address("thelook", "shop"), ONCE);

        assertThat(reasonForBeingBlocked())
                .contains(
                        "table ecommerce.events does not take the producer's rows", "\"browser\"", "change the table");
    }

    @Test
    void columnThatMustNotBeNull_isPermanentAndDropsNothing() throws SQLException {
        startAndAwaitWriting(OFTEN);
        postgres.execute("shop", "ALTER TABLE ecommerce.users ADD phone text NOT NULL");
        visit(10);

        assertThat(reasonForBeingBlocked()).contains("table ecommerce.users", "\"phone\"");
        assertThat(writer.backlog().dropped()).isZero();

        postgres.execute("shop", "ALTER TABLE ecommerce.users ALTER phone DROP NOT NULL");

        awaitWritten(10);
    }

    @Test
    void schemaDroppedMeanwhile_isCreatedAgain() throws SQLException {
        startAndAwaitWriting(ONCE);
        postgres.execute("shop", "DROP SCHEMA ecommerce CASCADE");
        visit(10);

        awaitWritten(10);
        assertThat(writer.attempts().permanent()).isZero();
    }

    @Test
    void readOnlyServer_isPermanent() {
        start(postgres.address("thelook", "shop") + "?options=-cdefault_transaction_read_only%3Don", ONCE);

        assertThat(reasonForBeingBlocked()).contains("read-only", "target_session_attrs=read-write");
    }

    @Test
    void freshDatabase_findsTheTablesWithoutTheSchema() throws SQLException {
        startAndAwaitWriting(ONCE);

        assertThat(strings("shop", "SHOW search_path")).containsExactly("\"$user\", public, ecommerce");
        assertThat(strings("shop", "SELECT u.id FROM users u JOIN order_items o ON o.user_id = u.id"))
                .isEmpty();
    }

    @Test
    void freshDatabaseOfAnotherOwner_findsThemForTheRole() throws SQLException {
        postgres.execute("shop", "GRANT CREATE ON DATABASE shop TO clerk");
        start(postgres.address("clerk", "shop"), ONCE);
        awaitWriting();

        assertThat(strings("shop", "SHOW search_path")).containsExactly("\"$user\", public");
        try (Connection connection =
                        Database.parse(postgres.address("clerk", "shop")).connect();
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT FROM order_items").next()).isFalse();
        }
    }

    @Test
    void searchPathThatIsSet_isLeftAsItIs() throws SQLException {
        postgres.execute("shop", "ALTER DATABASE shop SET search_path TO mine");
        startAndAwaitWriting(ONCE);

        assertThat(strings("shop", "SHOW search_path")).containsExactly("mine");
    }

    @Test
    void schemaThatExists_leavesTheSearchPathAsItIs() throws SQLException {
        postgres.execute("shop", "CREATE SCHEMA ecommerce");
        startAndAwaitWriting(ONCE);

        assertThat(strings("shop", "SHOW search_path")).containsExactly("\"$user\", public");
    }

    /** An Error in one visit's rows neither ends the thread nor holds up the other visits. */
    @Test
    void visitThatThrowsAnError_isDroppedAlone() {
        start(postgres.address("thelook", "shop"), ONCE);
        List<Visit> visits = visits(20);
        visits.subList(0, 10).forEach(writer::visited);
        writer.visited(new Visit(visits.get(0).user(), START, new Endless()));
        visits.subList(10, 20).forEach(writer::visited);

        await().atMost(SOON).until(() -> writer.backlog().waiting() == 0);
        assertThat(writer.backlog().written()).isEqualTo(20);
        assertThat(writer.backlog().dropped()).isEqualTo(1);
        assertThat(writer.thread().failures()).isPositive();
    }

    /** Orders that cannot be read. */
    private static final class Endless extends AbstractList<Order> {

        @Override
        public Order get(int index) {
            return get(index + 1);
        }

        @Override
        public int size() {
            return 1;
        }
    }

    private void createTextTables() throws SQLException {
        postgres.execute("shop", "CREATE SCHEMA ecommerce");
        for (Table table : Table.values()) {
            String columns = table.columns().stream()
                    .map(Column::name)
                    .map(name -> name + " text")
                    .collect(Collectors.joining(", "));
            postgres.execute("shop", "CREATE TABLE " + Schema.name(table) + " (" + columns + ")");
        }
    }

    private void start(String address, Pauses pauses) {
        writer = new DatabaseWriter(
                Database.parse(address), new Batches(new Rows(shop.catalogue(), 1)), new Backlog(1_000), pauses);
        writer.start();
    }

    /** Starts a writer that may do everything. */
    private void startAndAwaitWriting(Pauses pauses) {
        start(postgres.address("thelook", "shop"), pauses);
        awaitWriting();
    }

    private void createTables() {
        startAndAwaitWriting(ONCE);
        writer.stop();
    }

    /** Lets a role that owns nothing write. */
    private static void grantTables() throws SQLException {
        postgres.execute(
                "shop",
                "GRANT USAGE ON SCHEMA ecommerce TO clerk",
                "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA ecommerce TO clerk");
    }

    private List<Visit> visits(int count) {
        return IntStream.range(0, count).mapToObj(i -> shop.visit(START + i)).toList();
    }

    private void visit(int count) {
        visits(count).forEach(writer::visited);
    }

    private String reasonForBeingBlocked() {
        await().atMost(SOON).until(() -> writer.attempts().status().state() == State.BLOCKED);
        return writer.attempts().status().reason();
    }

    private void awaitWriting() {
        await().atMost(SOON).until(() -> writer.attempts().status().state() == State.DELIVERING);
    }

    private void awaitWritten(int count) {
        await().atMost(SOON).until(() -> writer.backlog().written() == count);
    }

    private static List<String> strings(String database, String sql) throws SQLException {
        try (Connection connection =
                        Database.parse(postgres.address("thelook", database)).connect();
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
