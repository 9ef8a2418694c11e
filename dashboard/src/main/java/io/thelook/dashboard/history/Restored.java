package io.thelook.dashboard.history;

import io.thelook.model.Record;
import java.util.List;

/**
 * The state that was kept when the dashboard stopped.
 *
 * @param records of the last minutes
 * @param complete the last span for which all records are kept
 * @param feed the feed's own window at its end; {@code null} if unknown
 * @param bookmark of the log that was read for that; empty if there was none
 */
public record Restored(List<Record> records, TimeSpan complete, TimeSpan feed, String bookmark) {}
