package io.thelook.service.fanout;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * The figures of an audience as meters {@code thelook.audience.*}, tagged with its name.
 *
 * @param name tells audiences apart, such as {@code feed}
 * @param audience the source of the figures
 */
public record AudienceMetrics(String name, Audience audience) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "peers", "Connected peers", Audience::size);
        gauge(registry, "capacity", "The most peers at a time", Audience::capacity);
        gauge(registry, "in.flight", "Characters of large messages in flight", Audience::inFlight);
        counter(registry, "sent", "Messages that left for the network", Audience::sent);
        counter(registry, "superseded", "Messages replaced by newer ones before sending", Audience::superseded);
        counter(registry, "failed", "Messages whose sending failed", Audience::failed);
        counter(registry, "stuck", "Peers closed for taking nothing", Audience::closedAsStuck);
        counter(registry, "flooding", "Peers reset for sending too many messages", Audience::flooding);
        counter(registry, "refused", "Peers refused because the audience was full", Audience::refused);
    }

    private void gauge(MeterRegistry registry, String what, String description, ToDoubleFunction<Audience> value) {
        Gauge.builder("thelook.audience." + what, audience, value)
                .description(description)
                .tag("audience", name)
                .register(registry);
    }

    private void counter(MeterRegistry registry, String what, String description, ToDoubleFunction<Audience> value) {
        FunctionCounter.builder("thelook.audience." + what, audience, value)
                .description(description)
                .tag("audience", name)
                .register(registry);
    }
}
