package io.thelook.producer.publish;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.producer.outbox.OutboxMeters;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Registers the counts of a publisher as meters, {@code thelook.publish.*}. Offered = sent + refused + dropped +
 * waiting.
 *
 * @param publisher the publisher to measure
 */
record PublishMeters(Publisher publisher) implements MeterBinder {

    private static final String PREFIX = "thelook.publish.";

    @Override
    public void bindTo(MeterRegistry registry) {
        new OutboxMeters(PREFIX, "Events of orders", publisher.attempts(), publisher.thread()).bindTo(registry);
        counter(registry, "sent", "Events that the receiver has accepted", each -> each.outbox()
                .delivered());
        counter(registry, "refused", "Events dropped because the receiver refused them", each -> each.outbox()
                .refused());
        counter(registry, "dropped", "Events dropped because too many waited", each -> each.outbox()
                .dropped());
        counter(registry, "retried", "Times that an event had to be sent again", Publisher::retried);
        TimeGauge.builder(PREFIX + "last.success", publisher, TimeUnit.MILLISECONDS, Publisher::lastSuccess)
                .description("When the receiver last accepted an event, since the epoch; 0 if never")
                .register(registry);
    }

    private void counter(MeterRegistry registry, String name, String description, ToDoubleFunction<Publisher> value) {
        FunctionCounter.builder(PREFIX + name, publisher, value)
                .description(description)
                .register(registry);
    }
}
