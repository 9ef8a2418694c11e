package io.thelook.dashboard.engine;

import io.thelook.dashboard.view.View;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.Frame;
import io.thelook.model.Rejection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What has come in since the start, and what became of it. Once nothing waits, they add up:
 *
 * <pre>
 *   frames   received = applied + malformed + superseded + out of sequence
 *   records  received = applied + duplicate + late + rejected, each rejected one with its reason
 * </pre>
 *
 * <p>A record that stays in the feed's window and is rejected again with each frame counts as rejected once, then as duplicate.
 *
 * <p>A frame is a message of either contract. Records are counted once their frame has been read, so those of a frame that was
 * not applied are not. Thread-safe.
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
     * A message was applied.
     *
     * @param rejected its rejections that are new
     */
    void count(Frame frame, LiveWindow.Change change, Map<Rejection, Integer> rejected) {
        int newRejections =
                rejected.values().stream().mapToInt(Integer::intValue).sum();
        framesApplied.increment();
        recordsReceived.add(frame.received());
        recordsApplied.add(change.applied());
        recordsDuplicate.add(change.duplicate() + frame.refused() - newRejections);
        recordsLate.add(change.late());
        recordsDropped.add(change.dropped());
        rejected.forEach((reason, number) -> recordsRejected.get(reason).add(number));
    }

    long rejected() {
        return recordsRejected.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /**
     * What could not be used.
     *
     * @param ahead the records in the window that are ahead of the feed's clock
     * @return {@code null} if there is nothing to tell
     */
    View.Problems problems(int ahead) {
        return new View.Problems(rejected(), framesMalformed.sum(), recordsLate.sum(), recordsDropped.sum(), ahead)
                .orNull();
    }
}
