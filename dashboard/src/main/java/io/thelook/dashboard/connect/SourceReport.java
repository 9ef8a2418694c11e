package io.thelook.dashboard.connect;

import java.util.Map;
import java.util.function.Supplier;

/**
 * A source of records, as shown to users who connect a shop.
 *
 * @param kind {@code websocket}, {@code kafka}, {@code file} or {@code deliveries}
 * @param address without secrets
 * @param mapping the preset or the path of the mapping file
 * @param figures the current figures of its kind by name; thread-safe
 */
public record SourceReport(String kind, String address, String mapping, Supplier<Map<String, Long>> figures) {}
