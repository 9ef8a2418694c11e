package io.thelook.dashboard.engine;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.source.SourceStatus.State;
import java.util.function.ToDoubleFunction;

/**
 * Publishes the figures of an engine as meters {@code thelook.window.*}, {@code thelook.views.*} and
 * {@code thelook.scans.*}, and the state of its source as {@code thelook.source.*}.
 *
 * @param engine to read the figures from
 */
public record EngineMetrics(Engine engine) implements MeterBinder {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MILLIS_PER_SECOND = 1e3;

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(
                registry,
                "source.live",
                "1 while the feed is connected and answers",
                e -> e.sourceStatus().state() == State.LIVE ? 1 : 0);
        gauge(
                registry,
                "source.clock.difference",
                "Seconds by which the feed's clock is ahead of ours",
                e -> e.clockDifferenceMillis() / MILLIS_PER_SECOND);
        gauge(registry, "window.records", "Records in the window", Engine::records);
        gauge(
                registry,
                "window.records.ahead",
                "Records in the window that are ahead of the feed's clock by more than a minute",
                Engine::recordsAhead);
        gauge(registry, "views.distinct", "Different queries that viewers have open", Engine::distinctViews);
        gauge(
                registry,
                "views.interval",
                "Seconds between two views under the present load",
                e -> e.broadcaster().interval().toNanos() / NANOS_PER_SECOND);
        counter(registry, "views.failed", "Views that could not be computed", e -> e.broadcaster()
                .failed());
        counter(
                registry,
                "views.overdue",
                "Pushes that took too long to pass on, so the service did not wait for them",
                e -> e.broadcaster().overdue());
        counter(
                registry,
                "views.held.back",
                "Pushes without the charts that were due, because of VIEW_BYTES_PER_SECOND",
                e -> e.broadcaster().heldBack());
        counter(
                registry,
                "scans.refused",
                "New queries, replays and exports refused because too many waited",
                Engine::scansRefused);
    }

    private void gauge(MeterRegistry registry, String what, String description, ToDoubleFunction<Engine> value) {
        Gauge.builder("thelook." + what, engine, value).description(description).register(registry);
    }

    private void counter(MeterRegistry registry, String what, String description, ToDoubleFunction<Engine> value) {
        FunctionCounter.builder("thelook." + what, engine, value)
                .description(description)
                .register(registry);
    }
}
