package io.thelook.dashboard.source.file;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the lines of the file since the start, without blank ones. Once a batch is passed on
 *
 * <pre>   lines = passed on + rejected, each rejected one with its reason   </pre>
 *
 * <p>A line that is read again counts again. Thread-safe.
 */
final class FileCounts {

    final LongAdder lines = new LongAdder();
    final LongAdder opened = new LongAdder();
    final Map<Refusal, LongAdder> rejected = new EnumMap<>(Refusal.class);
    final Map<Restart, LongAdder> restarts = new EnumMap<>(Restart.class);

    FileCounts() {
        for (Refusal refusal : Refusal.values()) {
            rejected.put(refusal, new LongAdder());
        }
        for (Restart restart : Restart.values()) {
            restarts.put(restart, new LongAdder());
        }
    }
}
