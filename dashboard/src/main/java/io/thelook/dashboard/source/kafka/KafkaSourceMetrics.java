package io.thelook.dashboard.source.kafka;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * Publishes the figures of a source as meters {@code thelook.source.kafka.*}, and its connections as
 * {@code thelook.source.connects}.
 *
 * @param source to read the figures from
 */
public record KafkaSourceMetrics(KafkaRecordSource source) implements MeterBinder {

    private static final double MILLIS_PER_SECOND = 1e3;

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "lag", "Records of the topic still to be read", KafkaRecordSource::lag);
        gauge(registry, "partitions", "Partitions of the topic", KafkaRecordSource::partitions);
        gauge(
                registry,
                "position.age",
                "Seconds since the time of the record read last, 0 if there is nothing to read",
                each -> each.positionAge() / MILLIS_PER_SECOND);
        Counts counts = source.counts();
        counter(registry, "kafka.records", Tags.empty(), "Records of the topic read", counts.consumed);
        counter(
                registry,
                "kafka.resets",
                Tags.empty(),
                "Partitions read on from their oldest record, because the one at the position had gone",
                counts.resets);
        counts.rejected.forEach((refusal, number) -> counter(
                registry,
                "kafka.rejected",
                Tags.of("reason", refusal.label()),
                "Records of the topic that could not be passed on",
                number));
        counter(registry, "connects", Tags.empty(), "Connections made to the feed", counts.connects);
    }

    private void gauge(
            MeterRegistry registry, String what, String description, ToDoubleFunction<KafkaRecordSource> value) {
        Gauge.builder("thelook.source.kafka." + what, source, value)
                .description(description)
                .register(registry);
    }

    private static void counter(MeterRegistry registry, String what, Tags tags, String description, LongAdder value) {
        FunctionCounter.builder("thelook.source." + what, value, LongAdder::sum)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
