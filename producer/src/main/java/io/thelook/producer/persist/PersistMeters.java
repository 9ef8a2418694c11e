package io.thelook.producer.persist;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.producer.persist.Attempts.State;
import io.thelook.service.thread.ThreadMetrics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Registers the counts of a writer as meters, {@code thelook.persist.*}. Offered = written + dropped + waiting.
 *
 * @param writer the writer to measure
 */
record PersistMeters(DatabaseWriter writer) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "offered", "Visits and changes that happened", Backlog::offered);
        counter(registry, "written", "Visits and changes that are in the database", Backlog::written);
        counter(
                registry,
                "dropped",
                "Visits and changes dropped: too many waited, or the database refused them",
                Backlog::dropped);
        Gauge.builder("thelook.persist.waiting", writer.backlog(), Backlog::waiting)
                .description("Visits and changes still to be written")
                .register(registry);
        Gauge.builder(
                        "thelook.persist.connected",
                        writer.attempts(),
                        each -> each.status().state() == State.WRITING ? 1 : 0)
                .description("Whether the database takes what is written")
                .register(registry);
        failures(registry, "passing", Attempts::passing);
        failures(registry, "permanent", Attempts::permanent);
        new ThreadMetrics(List.of(writer.thread())).bindTo(registry);
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Backlog> value) {
        FunctionCounter.builder("thelook.persist." + name, writer.backlog(), value)
                .description(description)
                .register(registry);
    }

    private void failures(MeterRegistry registry, String kind, ToDoubleFunction<Attempts> value) {
        FunctionCounter.builder("thelook.persist.failures", writer.attempts(), value)
                .description("Attempts to connect or write that failed, by whether the reason may pass")
                .tag("kind", kind)
                .register(registry);
    }
}
