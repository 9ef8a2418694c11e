package io.thelook.producer.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.producer.outbox.Attempts.State;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.Visit;
import io.thelook.producer.tables.Rows;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The writer through a pooler in transaction mode. */
@Tag("slow")
class PoolerTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final long START = 1_741_051_200_000L;

    private static Postgres postgres;
    private final Shop shop = new Shop(42, new Behaviour(Behaviour.Mode.SHOP, 1, 1, 300));

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

    @Test
    void restart_overTheServerConnectionOfTheProcessBefore_writesOn() throws IOException {
        try (PgBouncer pooler = PgBouncer.start(postgres)) {
            for (int i = 0; i < 3; i++) {
                DatabaseWriter writer = writer(pooler.address("postgres"));
                List<Visit> visits = visits(100 * i, 100);
                writer.start();
                visits.forEach(writer::visited);
                visits.stream().flatMap(visit -> visit.orders().stream()).forEach(order -> order.nextChange(
                                order.createdAt())
                        .ifPresent(at -> writer.changed(order, at)));
                await().atMost(SOON).until(() -> writer.backlog().waiting() == 0);
                writer.stop();

                assertThat(writer.backlog().written()).isGreaterThan(100);
                assertThat(writer.backlog().dropped()).isZero();
                assertThat(writer.attempts().passing() + writer.attempts().permanent())
                        .isZero();
            }
        }
    }

    @Test
    void startupParameterThatThePoolerRefuses_isNamed() throws IOException {
        try (PgBouncer pooler = PgBouncer.start(postgres)) {
            DatabaseWriter writer = writer(pooler.address("postgres") + "?search_path=ecommerce");
            writer.start();

            await().atMost(SOON).until(() -> writer.attempts().status().state() == State.BLOCKED);
            assertThat(writer.attempts().status().reason())
                    .contains("search_path", "add it to ignore_startup_parameters of the pooler");
            writer.stop();
        }
    }

    @Test
    void unknownDatabase_isPermanent() throws IOException {
        try (PgBouncer pooler = PgBouncer.start(postgres)) {
            DatabaseWriter writer = writer(pooler.address("nowhere"));
            writer.start();

            await().atMost(SOON).until(() -> writer.attempts().status().state() == State.BLOCKED);
            assertThat(writer.attempts().status().reason()).contains("no such database");
            writer.stop();
        }
    }

    @Test
    void unknownUser_isPermanent() throws IOException {
        try (PgBouncer pooler = PgBouncer.start(postgres)) {
            DatabaseWriter writer = writer(pooler.address("postgres").replace("thelook", "nobody"));
            writer.start();

            await().atMost(SOON).until(() -> writer.attempts().status().state() == State.BLOCKED);
            assertThat(writer.attempts().status().reason()).contains("refuses the user or the password");
            writer.stop();
        }
    }

    private DatabaseWriter writer(String address) {
        return new DatabaseWriter(Database.parse(address), new Rows(shop.catalogue(), 1), 10_000);
    }

    private List<Visit> visits(int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(i -> shop.visit(START + i))
                .toList();
    }
}
