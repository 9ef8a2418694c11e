package io.thelook.producer.persist;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.outbox.OutboxHealth;
import io.thelook.producer.store.Catalogue;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Visit;
import io.thelook.producer.tables.Rows;
import io.thelook.service.start.BadSetting;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Writes the shop's tables to a database, if one is configured. Thread-safe. */
@Startup
@Singleton
public class Persistence {

    private final ProducerConfig config;
    private final MeterRegistry registry;
    private final Optional<Database> database;
    private volatile Optional<DatabaseWriter> writer = Optional.empty();

    Persistence(ProducerConfig config, MeterRegistry registry) {
        this.config = config;
        this.registry = registry;
        this.database = config.persist().map(Persistence::parse);
    }

    private static Database parse(String address) {
        try {
            return Database.parse(address);
        } catch (IllegalArgumentException e) {
            throw new BadSetting("PERSIST", e.getMessage());
        }
    }

    /** Starts to write, if a database is configured. Call it before the first visit. */
    public void open(Catalogue catalogue) {
        writer = database.map(address -> new DatabaseWriter(
                address, new Rows(catalogue, config.behaviour().timeScale()), config.persistBuffer()));
        writer.ifPresent(each -> {
            new PersistMeters(each).bindTo(registry);
            each.start();
        });
    }

    /** Writes a visit. Does not block. */
    public void visited(Visit visit) {
        writer.ifPresent(each -> each.visited(visit));
    }

    /**
     * Writes a change of an order's status. Does not block.
     *
     * @param at the time of the change, in milliseconds since the epoch
     */
    public void changed(Order order, long at) {
        writer.ifPresent(each -> each.changed(order, at));
    }

    /** The state of the delivery as a health check that is always up, because the feed does not need it. */
    public HealthCheckResponse state() {
        return OutboxHealth.describe("persist", isOn(), writer().map(DatabaseWriter::attempts));
    }

    /** Whether a database is configured. */
    boolean isOn() {
        return database.isPresent();
    }

    /** The writer; empty if no database is configured, or the shop is not open yet. */
    Optional<DatabaseWriter> writer() {
        return writer;
    }

    @PreDestroy
    void close() {
        writer.ifPresent(DatabaseWriter::stop);
    }
}
