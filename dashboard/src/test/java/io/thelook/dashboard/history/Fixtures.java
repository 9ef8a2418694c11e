package io.thelook.dashboard.history;

import io.thelook.model.Money;
import io.thelook.model.Record;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** Shared by the tests of the history. */
public final class Fixtures {

    static final ShopCalendar BERLIN = new ShopCalendar(ZoneId.of("Europe/Berlin"));
    static final long HOUR = Duration.ofHours(1).toMillis();
    static final long DAY = Duration.ofDays(1).toMillis();

    private Fixtures() {}

    static HistorySettings settings(Path folder) {
        return settings(folder, 35, 2_000_000_000);
    }

    static HistorySettings settings(Path folder, int days, long maxBytes) {
        return new HistorySettings(folder, days, maxBytes, 256_000_000, BERLIN, Duration.ofSeconds(10));
    }

    /** A history of days in UTC, which is not open yet. */
    public static History historyInUtc(Path folder, InstantSource clock) {
        return historyInUtc(folder, clock, System::nanoTime);
    }

    /** The same, whose queries seem to take as long as the second clock says. */
    public static History historyInUtc(Path folder, InstantSource clock, LongSupplier nanoTime) {
        return new History(
                new HistorySettings(
                        folder,
                        35,
                        2_000_000_000,
                        128_000_000,
                        new ShopCalendar(ZoneOffset.UTC),
                        Duration.ofSeconds(10)),
                20,
                clock,
                nanoTime);
    }

    static long at(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    static Record record(String order, long createdAt, int cents) {
        return Record.builder()
                .orderId(order)
                .itemId("1")
                .userId("u")
                .country("Germany")
                .category("Jeans")
                .itemStatus("Processing")
                .trafficSource("Search")
                .gender("F")
                .age(30)
                .cost(Money.ofCents(cents / 2))
                .salePrice(Money.ofCents(cents))
                .quantity(1)
                .createdAt(createdAt)
                .updatedAt(createdAt)
                .build();
    }

    /** New records: their orders are numbered, and they are ten milliseconds apart. */
    static List<Change> batch(int first, int count, long time) {
        List<Change> changes = new ArrayList<>();
        for (int i = first; i < first + count; i++) {
            changes.add(new Change.Put(record("o" + i, time + i * 10L, 100), null));
        }
        return changes;
    }
}
