package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Selection;

/**
 * A selection beyond the live window.
 *
 * @param period which records are inside by their time
 * @param filter which of these count
 */
public record HistoryQuery(Period period, Filter filter) implements Selection {}
