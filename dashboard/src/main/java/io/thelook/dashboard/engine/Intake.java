package io.thelook.dashboard.engine;

import io.thelook.dashboard.view.Problems;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.Frame;
import io.thelook.model.Rejection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the frames and records received since the start, by outcome. Once nothing waits, the counts add up:
 *
 * <pre>
 *   frames   received = applied + malformed + superseded + out of sequence
 *   records  received = applied + duplicate + late + rejected, each rejected one with its reason
 * </pre>
 *
 * <p>A record that stays in the feed's window is rejected again with each frame. It counts as rejected once, then as
 * duplicate.
 *
 * <p>A frame is a message of either contract. Records are counted when their frame has been applied; those of a dropped
 * frame are not counted. Thread-safe.
 */
public final class Intake {

    final LongAdder framesReceived = new LongAdder();
    final LongAdder framesApplied = new LongAdder();
    final LongAdder framesMalformed = new LongAdder();
    final LongAdder framesSuperseded = new LongAdder();
    final LongAdder framesOutOfSequence = new LongAdder();
    final LongAdder gaps = new LongAdder();
    final LongAdder recordsReceived = new LongAdder();
    final LongAdder recordsApplied = new LongAdder();
    final LongAdder recordsDuplicate = new LongAdder();
    final LongAdder recordsLate = new LongAdder();
    final LongAdder recordsDropped = new LongAdder();
    final Map<Rejection, LongAdder> recordsRejected = new EnumMap<>(Rejection.class);

    Intake() {
        for (Rejection reason : Rejection.values()) {
            recordsRejected.put(reason, new LongAdder());
        }
    }

    /**
     * Counts an applied message.
     *
     * @param rejected its new rejections, by reason
     */
    void count(Frame frame, LiveWindow.Change change, Map<Rejection, Integer> rejected) {
        int newRejections =
                rejected.values().stream().mapToInt(Integer::intValue).sum();
        recordsReceived.add(frame.received());
        recordsApplied.add(change.applied());
        recordsDuplicate.add(change.duplicate() + change.stale() + frame.refused() - newRejections);
        recordsLate.add(change.late());
        recordsDropped.add(change.dropped());
        rejected.forEach((reason, number) -> recordsRejected.get(reason).add(number));
    }

    /**
     * Some of the counts.
     *
     * @param messages received, of the feed and of deliveries
     * @param records received
     * @param applied records new or changed
     * @param duplicate records known already
     * @param late records too old for any window
     * @param rejected records that could not be used
     */
    public record Counts(long messages, long records, long applied, long duplicate, long late, long rejected) {}

    /** The counts of incoming records by outcome. */
    public Counts counts() {
        return new Counts(
                framesReceived.sum(),
                recordsReceived.sum(),
                recordsApplied.sum(),
                recordsDuplicate.sum(),
                recordsLate.sum(),
                rejected());
    }

    /** The number of rejected records by reason, without reasons that did not occur. */
    public Map<Rejection, Long> rejectedByReason() {
        Map<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
        recordsRejected.forEach((reason, number) -> {
            if (number.sum() > 0) {
                rejected.put(reason, number.sum());
            }
        });
        return rejected;
    }

    long rejected() {
        return recordsRejected.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** The most frequent reason of rejections, in words; {@code null} if there are none. */
    private String reason(String currency) {
        Map<Rejection, Long> reasons = rejectedByReason();
        Rejection most = null;
        for (Rejection reason : reasons.keySet()) {
            if (most == null || reasons.get(reason) > reasons.get(most)) {
                most = reason;
            }
        }
        int others = reasons.size() - 1;
        return most == null
                ? null
                : most.inWords(currency)
                        + switch (others) {
                            case 0 -> "";
                            case 1 -> ", and one other reason";
                            default -> ", and " + others + " other reasons";
                        };
    }

    /**
     * The counts of records and messages that could not be used.
     *
     * @param currency ISO 4217 code of the currency that records must have
     * @param allRejected whether no record of the feed's window can be used
     * @param ahead number of records in the window that are ahead of the feed's clock
     * @return {@code null} if there is nothing to report
     */
    Problems problems(String currency, boolean allRejected, int ahead) {
        return new Problems(
                        rejected(),
                        reason(currency),
                        allRejected,
                        framesMalformed.sum(),
                        recordsLate.sum(),
                        recordsDropped.sum(),
                        ahead)
                .orNull();
    }
}
