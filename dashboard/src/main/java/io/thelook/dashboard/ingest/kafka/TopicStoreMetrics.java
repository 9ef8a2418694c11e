package io.thelook.dashboard.ingest.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * A {@link TopicStore} as meters {@code thelook.ingest.topic.*}.
 *
 * @param store whose figures these are
 */
public record TopicStoreMetrics(TopicStore store) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "written", "Records of deliveries that all in-sync replicas have", TopicStore::written);
        counter(registry, "failed", "Records of deliveries that could not be written", TopicStore::failed);
        counter(registry, "refused", "Records of deliveries refused because too many waited", TopicStore::refused);
        Gauge.builder("thelook.ingest.topic.waiting", store, TopicStore::waitingBytes)
                .description("Values of records that wait for the brokers")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String what, String description, ToDoubleFunction<TopicStore> value) {
        FunctionCounter.builder("thelook.ingest.topic." + what, store, value)
                .description(description)
                .register(registry);
    }
}
