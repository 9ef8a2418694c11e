package io.thelook.producer.persist;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.store.Catalogue;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Visit;
import io.thelook.producer.tables.Rows;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The database that the shop's tables are written to, if one is configured. Thread-safe. */
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
            throw new ConfigurationException("PERSIST=" + e.getMessage());
        }
    }

    /** Begins to write, if there is a database. To be called before anything happens. */
    public void open(Catalogue catalogue) {
        writer = database.map(address -> new DatabaseWriter(
                address, new Rows(catalogue, config.behaviour().timeScale()), config.persistBuffer()));
        writer.ifPresent(each -> {
            counter(each, "thelook.persist.offered", "Visits and changes that happened", DatabaseWriter::offered);
            counter(each, "thelook.persist.written", "Those that are in the database", DatabaseWriter::written);
            counter(
                    each,
                    "thelook.persist.dropped",
                    "Those given up, because too many waited",
                    DatabaseWriter::dropped);
            counter(each, "thelook.persist.failures", "Connections and batches that failed", DatabaseWriter::failures);
            gauge(each, "thelook.persist.waiting", "Those still to be written", DatabaseWriter::waiting);
            gauge(each, "thelook.persist.connected", "Whether the database answers", it -> it.isConnected() ? 1 : 0);
            each.start();
        });
    }

    private void counter(DatabaseWriter of, String name, String words, ToDoubleFunction<DatabaseWriter> value) {
        FunctionCounter.builder(name, of, value).description(words).register(registry);
    }

    private void gauge(DatabaseWriter of, String name, String words, ToDoubleFunction<DatabaseWriter> value) {
        Gauge.builder(name, of, value).description(words).register(registry);
    }

    /** Somebody came. */
    public void visited(Visit visit) {
        writer.ifPresent(each -> each.visited(visit));
    }

    /** An order has another status from that moment on. */
    public void changed(Order order, long at) {
        writer.ifPresent(each -> each.changed(order, at));
    }

    @PreDestroy
    void close() {
        writer.ifPresent(DatabaseWriter::stop);
    }
}
