package io.thelook.dashboard.engine;

import io.thelook.model.Record;
import java.util.List;

/** Learns what has come in. Called on the engine's thread. */
public interface WindowListener {

    /**
     * The window has changed.
     *
     * @param records all that is new or changed, or, if {@code whole}, all that the feed's window has
     */
    void changed(List<Record> records, boolean whole);
}
