package io.thelook.service.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;

/**
 * The figures of access as meters {@code thelook.access.*}.
 *
 * @param access the source of the figures
 */
public record AccessMetrics(Access access) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        for (Refusal.Kind kind : Refusal.Kind.values()) {
            FunctionCounter.builder("thelook.access.refused", access, each -> each.refused(kind))
                    .tag("reason", kind.name().toLowerCase(Locale.ROOT))
                    .description("Requests refused because they were not permitted")
                    .register(registry);
        }
        Sessions sessions = access.sessions();
        Gauge.builder("thelook.access.sessions", sessions, Sessions::size)
                .description("Sessions of browsers that have signed in")
                .register(registry);
        FunctionCounter.builder("thelook.access.signins", sessions, Sessions::begun)
                .description("Sessions begun")
                .register(registry);
        FunctionCounter.builder("thelook.access.sessions.dropped", sessions, Sessions::dropped)
                .description("Sessions ended early because there were too many")
                .register(registry);
    }
}
