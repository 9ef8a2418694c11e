package io.thelook.dashboard.engine;

import io.thelook.model.Record;
import java.util.List;

/** Receives changes of the window. Called on the engine's thread. */
public interface WindowListener {

    /**
     * The window has changed.
     *
     * @param records all new and changed records or, if {@code whole}, all records of the feed's window
     */
    void changed(List<Record> records, boolean whole);
}
