package io.thelook.dashboard.engine;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;

/**
 * Publishes the {@link Intake} as meters {@code thelook.frames.*} and {@code thelook.records.*}.
 *
 * @param intake to read the counters from
 */
public record IntakeMetrics(Intake intake) implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "thelook.frames.received", Tags.empty(), "Frames from the feed", intake.framesReceived);
        counter(registry, "thelook.frames.applied", Tags.empty(), "Frames shown", intake.framesApplied);
        counter(
                registry,
                "thelook.frames.malformed",
                Tags.empty(),
                "Frames that could not be read",
                intake.framesMalformed);
        counter(
                registry,
                "thelook.frames.superseded",
                Tags.empty(),
                "Frames replaced by newer ones before they were read",
                intake.framesSuperseded);
        counter(
                registry,
                "thelook.frames.out.of.sequence",
                Tags.empty(),
                "Messages of an incremental feed that came after a gap, or twice",
                intake.framesOutOfSequence);
        counter(registry, "thelook.source.gaps", Tags.empty(), "Gaps answered by a fresh snapshot", intake.gaps);
        counter(registry, "thelook.records.received", Tags.empty(), "Records read", intake.recordsReceived);
        counter(registry, "thelook.records.applied", Tags.empty(), "Records new or changed", intake.recordsApplied);
        counter(registry, "thelook.records.duplicate", Tags.empty(), "Records known already", intake.recordsDuplicate);
        counter(
                registry,
                "thelook.records.late",
                Tags.empty(),
                "Records too old for any window, or for the available room",
                intake.recordsLate);
        counter(
                registry,
                "thelook.records.dropped",
                Tags.empty(),
                "Records that left early because there were too many",
                intake.recordsDropped);
        intake.recordsRejected.forEach((reason, number) -> counter(
                registry,
                "thelook.records.rejected",
                Tags.of("reason", reason.label()),
                "Records that could not be used",
                number));
    }

    private static void counter(MeterRegistry registry, String name, Tags tags, String description, LongAdder value) {
        FunctionCounter.builder(name, value, LongAdder::sum)
                .description(description)
                .tags(tags)
                .register(registry);
    }
}
