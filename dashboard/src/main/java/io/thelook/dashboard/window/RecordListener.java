package io.thelook.dashboard.window;

import io.thelook.model.Record;

/** Receives each change of the records, in order. Must return at once. */
public interface RecordListener {

    /** Receives nothing. */
    RecordListener NONE = new RecordListener() {
        @Override
        public void put(Record record, Record previous) {}

        @Override
        public void removed(Record record) {}

        @Override
        public void orderRemoved(String orderId) {}
    };

    /**
     * A record is new, or has a new version. It need not be inside the window: it may be too old for it.
     *
     * @param previous the version that was inside; {@code null} if none was
     */
    void put(Record record, Record previous);

    /** The feed has a record no longer, although it has not expired. */
    void removed(Record record);

    /** The source has removed an order. The window may have had no record of it. */
    void orderRemoved(String orderId);
}
