package io.thelook.dashboard.view;

import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.SourceStatus;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The content of a view that does not depend on what it selects.
 *
 * @param refreshSeconds the interval of the deltas, in seconds
 * @param source the status of the connection to the feed
 * @param usualPauseMillis the usual pause between two messages of the feed, in milliseconds
 * @param problems the problems with the feed's messages and records; {@code null} if there are none
 * @param past what is kept of earlier times; {@code null} if nothing is to be kept
 * @param position up to which the source's log is in the figures
 */
public record Surroundings(
        int refreshSeconds,
        SourceStatus source,
        long usualPauseMillis,
        Problems problems,
        Past past,
        LogPosition position) {

    /** The parts of a view that say this. A part may be {@code null}. */
    public Map<String, Object> parts() {
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("refresh_seconds", refreshSeconds);
        parts.put("source", View.Source.of(source, usualPauseMillis, refreshSeconds));
        parts.put("problems", problems);
        if (past != null) {
            parts.put("history", past.history());
            parts.put("today", past.ofToday());
        }
        return parts;
    }
}
