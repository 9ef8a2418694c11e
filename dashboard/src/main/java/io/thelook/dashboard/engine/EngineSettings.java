package io.thelook.dashboard.engine;

import java.time.Duration;

/**
 * What an operator can set.
 *
 * @param refreshSeconds the seconds over which the deltas count
 * @param push the least time between two views
 * @param maxBars the most names in a breakdown
 * @param viewBytesPerSecond what a view may say to each of its viewers: beyond it charts and orders wait, metrics do not
 * @param maxRecords the most records kept
 * @param maxViews the most distinct queries at a time
 * @param maxViewsPerAddress the most of them that one address may have asked for first
 * @param maxWaitingCharacters the most text of the feed that may wait to be read
 */
public record EngineSettings(
        int refreshSeconds,
        Duration push,
        int maxBars,
        long viewBytesPerSecond,
        int maxRecords,
        int maxViews,
        int maxViewsPerAddress,
        long maxWaitingCharacters) {}
