package io.thelook.dashboard.history;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/** The metrics of a history. */
public final class HistoryMetrics implements MeterBinder {

    private final History history;

    public HistoryMetrics(History history) {
        this.history = history;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "written", "Records written", of -> of.writer().written());
        counter(registry, "dropped", "Changes dropped because too many waited for the disk", of -> of.writer()
                .waiting()
                .dropped());
        counter(registry, "expiries", "Deletions of the oldest days", of -> of.writer()
                .expiries());
        counter(registry, "queries", "Queries answered", of -> of.queries().computed());
        counter(registry, "queries.refused", "Queries refused because too many waited", of -> of.queries()
                .refused());
        counter(
                registry,
                "queries.deferred",
                "Times that a thread stayed idle because the waiting addresses had used up their time",
                of -> of.queries().deferred());
        counter(registry, "queries.failed", "Queries that failed or took too long", of -> of.queries()
                .failed());
        gauge(registry, "bytes", "Size of the history", of -> of.writer().bytes());
        gauge(registry, "waiting", "Changes that wait to be written", of -> of.writer()
                .waiting()
                .size());
        gauge(registry, "queries.waiting", "Queries that wait for their turn", of -> of.queries()
                .waiting());
        gauge(registry, "kept", "1 while the history is kept, otherwise 0", HistoryMetrics::isKept);
    }

    private static double isKept(History history) {
        return switch (history.state().mode()) {
            case ON, LOADING -> 1;
            case PAUSED, UNAVAILABLE -> 0;
        };
    }

    private void counter(MeterRegistry registry, String name, String meaning, ToDoubleFunction<History> value) {
        FunctionCounter.builder("thelook.history." + name, history, value)
                .description(meaning)
                .register(registry);
    }

    private void gauge(MeterRegistry registry, String name, String meaning, ToDoubleFunction<History> value) {
        Gauge.builder("thelook.history." + name, history, value)
                .description(meaning)
                .register(registry);
    }
}
