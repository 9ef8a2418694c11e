package io.thelook.dashboard.source.file;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Publishes the figures of a source as meters {@code thelook.source.file.*}, and the number of times that it opened a
 * file as {@code thelook.source.connects}. Thread-safe.
 *
 * @param source to read the figures from
 */
public record FileSourceMetrics(FileRecordSource source) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        FileCounts counts = source.counts();
        Gauge.builder("thelook.source.file.unread", source, FileRecordSource::unread)
                .description("Bytes of the file still to be read")
                .baseUnit("bytes")
                .register(registry);
        counter(registry, "file.lines", Tags.empty(), "Lines of the file read", counts.lines);
        counts.rejected.forEach((refusal, number) -> counter(
                registry,
                "file.rejected",
                Tags.of("reason", refusal.label()),
                "Lines of the file that could not be passed on",
                number));
        counts.restarts.forEach((restart, number) -> counter(
                registry,
                "file.restarts",
                Tags.of("reason", restart.name().toLowerCase(Locale.ROOT)),
                "Times that the file was over, and the one at its path is read from its start",
                number));
        counter(registry, "connects", Tags.empty(), "Connections made to the feed", counts.opened);
    }

    private static void counter(MeterRegistry registry, String what, Tags tags, String description, LongAdder value) {
        FunctionCounter.builder("thelook.source." + what, value, LongAdder::sum)
                .description(description)
                .tags(tags)
                .register(registry);
    }

    /** The present figures, for {@code /connect} and {@code /status}. */
    public Map<String, Long> figures() {
        FileCounts counts = source.counts();
        return Map.of("unread_bytes", source.unread(), "lines", counts.lines.sum(), "connects", counts.opened.sum());
    }
}
