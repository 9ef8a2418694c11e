package io.thelook.dashboard.window;

import io.thelook.model.Record;
import java.util.List;

/** Sets the event time of records that arrive without one. Not thread-safe. */
final class EventTimes {

    private final Rows rows;

    EventTimes(Rows rows) {
        this.rows = rows;
    }

    /** See {@link LiveWindow#withTimes}. */
    List<Record> complete(List<Record> records, long arrival) {
        if (records.stream().allMatch(record -> record.createdAt() != 0)) {
            return records;
        }
        return records.stream()
                .map(record -> record.createdAt() != 0 ? record : record.orAt(knownTime(record, arrival)))
                .toList();
    }

    private long knownTime(Record record, long arrival) {
        Record known = rows.known(record);
        return known == null ? arrival : known.createdAt();
    }
}
