package io.thelook.dashboard.journal;

import java.util.concurrent.atomic.LongAdder;

/**
 * The counts of a journal since it was opened. Entries offered = refused + appended + failed + waiting. Thread-safe.
 */
final class JournalCounters {

    /** Entries that are on the disk. */
    final LongAdder appended = new LongAdder();

    /** The bytes of those entries. */
    final LongAdder appendedBytes = new LongAdder();

    /** How often entries were successfully forced to the disk. */
    final LongAdder forces = new LongAdder();

    /** Entries that could not be written. */
    final LongAdder failed = new LongAdder();

    /** Entries refused because too many waited. */
    final LongAdder refused = new LongAdder();

    /** Places in the files where a replay found something other than whole entries; one or more entries each. */
    final LongAdder damaged = new LongAdder();

    /** Segments deleted early, because the journal was full. */
    final LongAdder droppedSegments = new LongAdder();

    /** The bytes of those segments. */
    final LongAdder droppedBytes = new LongAdder();
}
