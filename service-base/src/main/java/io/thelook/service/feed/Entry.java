package io.thelook.service.feed;

import io.thelook.model.Record;

/** A record's places in a {@link FeedWindow}: one object for as long as its event time stays. */
final class Entry {

    final String order;
    final String item;
    final long createdAt;
    final long arrival;

    /** What {@code thelook.v1} knows the record by: its item id, or, where another order's record holds that one, an id of its own. */
    final String id;

    /** The record under that id. */
    byte[] json;

    /** The record as it came, in a frame of the snapshot contract. */
    byte[] inFrame;

    Entry(Record record, String id, long arrival) {
        this.order = record.orderId();
        this.item = record.itemId();
        this.createdAt = record.createdAt();
        this.id = id;
        this.arrival = arrival;
    }

    boolean isUnderItsItemId() {
        return id.equals(item);
    }
}
