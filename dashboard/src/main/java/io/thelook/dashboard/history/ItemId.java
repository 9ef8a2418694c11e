package io.thelook.dashboard.history;

import io.thelook.model.Record;

/** The identity of a record. */
record ItemId(String orderId, String itemId) {

    static ItemId of(Record record) {
        return new ItemId(record.orderId(), record.itemId());
    }
}
