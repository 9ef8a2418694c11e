package io.thelook.service.feed;

import io.thelook.model.Record;

/** A record in a {@link FeedWindow}. A record keeps its entry for as long as its event time does not change. */
final class Entry {

    final String order;
    final String item;
    final long createdAt;
    final long arrival;

    /**
     * The id of the record in {@code thelook.v1}: its item id or, if a record of another order holds that one, an id of
     * its own.
     */
    final String id;

    /** The encoded record with that id. */
    byte[] json;

    /** The record as received, encoded for frames of the snapshot contract. */
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
