package io.thelook.dashboard.history;

import io.thelook.model.Record;

/** A change of the records, in the order in which they happen. */
sealed interface Change {

    /**
     * A record is new, or has a new version.
     *
     * @param record the new version
     * @param previous the version that it replaces; {@code null} if the live window had none, even if the store has one
     */
    record Put(Record record, Record previous) implements Change {}

    /** An item no longer exists. */
    record RemoveItem(Record record) implements Change {}

    /** An order no longer exists. */
    record RemoveOrder(String orderId) implements Change {}

    /** All records of a span have been passed on with the changes before. */
    record Complete(TimeSpan span) implements Change {}
}
