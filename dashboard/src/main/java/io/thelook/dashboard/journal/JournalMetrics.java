package io.thelook.dashboard.journal;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;

/**
 * A {@link Journal} as meters {@code thelook.journal.*}.
 *
 * @param journal whose figures these are
 */
public record JournalMetrics(Journal journal) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        JournalCounters counters = journal.counters();
        counter(registry, "appended", "Entries forced to the disk", counters.appended);
        counter(registry, "appended.bytes", "Bytes in the entries forced to the disk", counters.appendedBytes);
        counter(registry, "forces", "Times that entries were forced to the disk", counters.forces);
        counter(registry, "failed", "Entries that could not be written", counters.failed);
        counter(registry, "refused", "Entries refused because too many waited", counters.refused);
        counter(registry, "damaged", "Damaged places skipped by replays", counters.damaged);
        counter(
                registry,
                "dropped.segments",
                "Segments deleted early because the journal was full",
                counters.droppedSegments);
        counter(registry, "dropped.bytes", "Bytes in the segments deleted early", counters.droppedBytes);
        Gauge.builder("thelook.journal.size", journal, Journal::bytes)
                .description("Bytes on the disk")
                .baseUnit(BaseUnits.BYTES)
                .register(registry);
        Gauge.builder("thelook.journal.waiting", journal, Journal::waiting)
                .description("Entries that are not on the disk yet")
                .register(registry);
    }

    private static void counter(MeterRegistry registry, String what, String description, LongAdder value) {
        FunctionCounter.builder("thelook.journal." + what, value, LongAdder::sum)
                .description(description)
                .register(registry);
    }
}
