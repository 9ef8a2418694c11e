package io.thelook.dashboard.history;

import io.thelook.model.Record;

/** A change of the records, in the order in which they happen. */
sealed interface Change {

    /**
     * A record is new, or has a new version.
     *
     * @param record the new version
     * @param previous the version that it replaces; {@code null} if the live window had none, though the store may
     */
    record Put(Record record, Record previous) implements Change {}

    /** An item does not exist any more. */
    record RemoveItem(Record record) implements Change {}

    /** An order does not exist any more. */
    record RemoveOrder(String orderId) implements Change {}

    /** All records of a span have been passed on with the changes before. */
    record Complete(TimeSpan span) implements Change {}
}
