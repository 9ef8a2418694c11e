package io.thelook.dashboard.alert;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToDoubleFunction;

/**
 * The meters {@code thelook.alerts.*}: of rules tagged with their name, of webhooks with theirs.
 *
 * @param registry to add them to
 */
record AlertMeters(MeterRegistry registry) {

    private static final String RULE = "rule";
    private static final String WEBHOOK = "webhook";

    void bind(Rule rule, Watch watch, LongAdder fired) {
        Gauge.builder("thelook.alerts.firing", watch, each -> each.isFiring() ? 1 : 0)
                .description("1 while the alert of a rule is firing")
                .tag(RULE, rule.name())
                .register(registry);
        FunctionCounter.builder("thelook.alerts.fired", fired, LongAdder::sum)
                .description("Times that the alert of a rule has fired")
                .tag(RULE, rule.name())
                .register(registry);
    }

    void bind(Courier courier) {
        counter(courier, "delivered", "Messages that a webhook has accepted", Courier::delivered);
        counter(courier, "retried", "Repeated attempts to send a message", Courier::retried);
        counter(courier, "failed", "Messages that were refused, or given up after their last attempt", Courier::failed);
        counter(courier, "dropped", "Messages dropped because too many waited", Courier::dropped);
        Gauge.builder("thelook.alerts.waiting", courier, Courier::waiting)
                .description("Messages that wait for a webhook")
                .tag(WEBHOOK, courier.webhook().name())
                .register(registry);
    }

    private void counter(Courier courier, String what, String description, ToDoubleFunction<Courier> value) {
        FunctionCounter.builder("thelook.alerts." + what, courier, value)
                .description(description)
                .tag(WEBHOOK, courier.webhook().name())
                .register(registry);
    }
}
