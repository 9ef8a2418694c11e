package io.thelook.producer.persist;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.producer.outbox.OutboxMeters;
import java.util.function.ToDoubleFunction;

/**
 * Registers the counts of a writer as meters, {@code thelook.persist.*}. Offered = written + dropped + waiting.
 *
 * @param writer the writer to measure
 */
record PersistMeters(DatabaseWriter writer) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        new OutboxMeters("thelook.persist.", "Visits and changes", writer.attempts(), writer.thread()).bindTo(registry);
        counter(registry, "written", "Visits and changes that are in the database", Backlog::written);
        counter(
                registry,
                "dropped",
                "Visits and changes dropped: too many waited, or the database refused them",
                Backlog::dropped);
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Backlog> value) {
        FunctionCounter.builder("thelook.persist." + name, writer.backlog(), value)
                .description(description)
                .register(registry);
    }
}
