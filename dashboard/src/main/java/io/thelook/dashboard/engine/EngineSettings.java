package io.thelook.dashboard.engine;

import io.thelook.model.FeedFormat;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings that an operator can change.
 *
 * @param refreshSeconds interval of the refresh boundaries that deltas compare with, in seconds
 * @param push shortest interval between two pushes of views
 * @param maxBars maximum number of names in a breakdown
 * @param viewBytesPerSecond bandwidth of a view to each of its viewers: beyond it charts and orders wait, metrics do
 *     not
 * @param maxRecords maximum number of records kept
 * @param maxViews maximum number of different queries at a time
 * @param maxViewsPerAddress maximum number of these that one address may have requested first
 * @param format of messages that are not {@code thelook.v1}
 * @param lookback length of the window of sources without their own window; empty: no such source
 * @param maxWaitingCharacters maximum number of characters of the feed's messages that may wait to be read
 */
public record EngineSettings(
        int refreshSeconds,
        Duration push,
        int maxBars,
        long viewBytesPerSecond,
        int maxRecords,
        int maxViews,
        int maxViewsPerAddress,
        FeedFormat format,
        Optional<Duration> lookback,
        long maxWaitingCharacters) {}
