package io.thelook.dashboard.source.kafka;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the records of the topic since the start. Once a batch is passed on
 *
 * <pre>   consumed = passed on + rejected, each rejected one with its reason   </pre>
 *
 * <p>A record that is read again after a lost connection counts again. Thread-safe.
 */
final class Counts {

    final LongAdder consumed = new LongAdder();
    final LongAdder resets = new LongAdder();
    final LongAdder connects = new LongAdder();
    final Map<Refusal, LongAdder> rejected = new EnumMap<>(Refusal.class);

    Counts() {
        for (Refusal refusal : Refusal.values()) {
            rejected.put(refusal, new LongAdder());
        }
    }

    void reject(Refusal refusal) {
        rejected.get(refusal).increment();
    }
}
