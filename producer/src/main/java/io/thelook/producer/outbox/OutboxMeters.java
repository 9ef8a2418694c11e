package io.thelook.producer.outbox;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.producer.outbox.Attempts.State;
import io.thelook.service.thread.ServiceThread;
import io.thelook.service.thread.ThreadMetrics;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Registers the meters that all deliveries share: {@code offered}, {@code waiting}, {@code connected},
 * {@code failures}, and the failures of the delivering thread.
 *
 * @param prefix of the meters' names, with a dot at the end
 * @param what is delivered, in the plural, with a capital
 * @param attempts the outcomes of the attempts to deliver
 * @param thread the thread that delivers
 */
public record OutboxMeters(String prefix, String what, Attempts attempts, ServiceThread thread) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder(prefix + "offered", attempts.outbox(), Outbox::offered)
                .description(what + " that happened")
                .register(registry);
        Gauge.builder(prefix + "waiting", attempts.outbox(), Outbox::waiting)
                .description(what + " still to be delivered")
                .register(registry);
        Gauge.builder(prefix + "connected", attempts, each -> each.status().state() == State.DELIVERING ? 1 : 0)
                .description("Whether the last attempt to deliver succeeded")
                .register(registry);
        failures(registry, "passing", Attempts::passing);
        failures(registry, "permanent", Attempts::permanent);
        new ThreadMetrics(List.of(thread)).bindTo(registry);
    }

    private void failures(MeterRegistry registry, String kind, ToDoubleFunction<Attempts> value) {
        FunctionCounter.builder(prefix + "failures", attempts, value)
                .description("Failed attempts to connect or deliver, passing or permanent")
                .tag("kind", kind)
                .register(registry);
    }
}
