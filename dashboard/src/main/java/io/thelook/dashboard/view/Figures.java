package io.thelook.dashboard.view;

import io.thelook.model.Metrics;

/**
 * The figures of a view, as its viewers last received them.
 *
 * @param minutes the length of its window, to the nearest minute; {@code null} if unknown
 * @param isComplete whether no record of its window is missing; false while the window is filling
 */
public record Figures(Metrics metrics, Long minutes, boolean isComplete) {}
