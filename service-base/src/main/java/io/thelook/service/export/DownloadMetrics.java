package io.thelook.service.export;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.function.ToDoubleFunction;

/**
 * The figures of downloads as meters.
 *
 * @param prefix of the meters' names, such as {@code thelook.downloads}
 * @param downloads the source of the figures
 */
public record DownloadMetrics(String prefix, Downloads downloads) implements MeterBinder {

    /** The meters {@code thelook.downloads.*}. */
    public DownloadMetrics(Downloads downloads) {
        this("thelook.downloads", downloads);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(prefix + ".active", downloads, Downloads::active)
                .description("Downloads that are being written")
                .register(registry);
        counter(registry, "completed", "Downloads that clients read to the end", Downloads::completed);
        counter(registry, "aborted", "Downloads that ended early", Downloads::aborted);
        counter(registry, "slow", "Downloads ended because the client was too slow", Downloads::slow);
        counter(registry, "refused", "Downloads refused because there were too many", Downloads::refused);
    }

    private void counter(MeterRegistry registry, String what, String description, ToDoubleFunction<Downloads> value) {
        FunctionCounter.builder(prefix + "." + what, downloads, value)
                .description(description)
                .register(registry);
    }
}
