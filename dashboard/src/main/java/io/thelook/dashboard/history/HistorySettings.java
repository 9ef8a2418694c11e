package io.thelook.dashboard.history;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the history.
 *
 * @param folder of the database
 * @param days the number of days that are kept, in addition to today
 * @param maxBytes limit on the database; beyond it, the oldest days are deleted
 * @param memoryBytes limit on the memory of the database, which is outside the heap
 * @param calendar of the shop
 * @param queryLimit the time limit on a query
 */
public record HistorySettings(
        Path folder, int days, long maxBytes, long memoryBytes, ShopCalendar calendar, Duration queryLimit) {

    /** The folder for temporary files. */
    Path temporary() {
        return folder.resolve("temp");
    }
}
