package io.thelook.dashboard.history;

import static io.thelook.dashboard.history.Fixtures.DAY;
import static io.thelook.dashboard.history.Fixtures.settings;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Property;
import io.thelook.model.Money;
import io.thelook.model.Record;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.duckdb.DuckDBAppender;

/**
 * Measures a history; not a test. The first argument says what, the second is the folder:
 *
 * <ul>
 *   <li>{@code fill FOLDER DAYS RECORDS}: makes a history of that many days, with that many records each
 *   <li>{@code write FOLDER RATE SECONDS}: passes records on at that rate, each second's worth in 20 parts, as the live
 *       window does
 *   <li>{@code live FOLDER RATE SECONDS}: applies records at that rate to two live windows in turns, of which one passes
 *       them on to the history
 *   <li>{@code query FOLDER}: opens the history, and answers queries
 * </ul>
 */
final class HistoryLoad {

    private static final int PARTS = 20;

    /** The default limit on the records of the live window. */
    private static final int MAX_RECORDS = 300_000;

    private final SplittableRandom random = new SplittableRandom(1);
    private int order;

    private HistoryLoad() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "fill" ->
                new HistoryLoad().fill(folder, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            case "write" ->
                new HistoryLoad().write(folder, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            case "live" ->
                new HistoryLoad().live(folder, Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            default -> query(folder);
        }
        System.out.println("memory, highest: " + highestMemory());
    }

    private static String highestMemory() throws IOException {
        Path status = Path.of("/proc/self/status");
        return !Files.exists(status)
                ? "unknown"
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .findFirst()
                        .orElse("unknown")
                        .replaceAll("\\s+", " ");
    }

    private Record record(long time, int item) {
        if (item % 2 == 0 || random.nextInt(3) > 0) {
            order++;
        }
        return Record.builder()
                .orderId("order-" + order)
                .itemId("i" + item)
                .userId("u" + random.nextInt(100_000))
                .age(12 + random.nextInt(60))
                .country("Country " + random.nextInt(16))
                .category("Category " + random.nextInt(26))
                .itemStatus("Status " + random.nextInt(5))
                .trafficSource("Source " + random.nextInt(5))
                .gender(random.nextBoolean() ? "M" : "F")
                .cost(Money.ofCents(random.nextInt(5_000)))
                .salePrice(Money.ofCents(random.nextInt(20_000)))
                .product("Product number " + random.nextInt(29_000))
                .createdAt(time)
                .updatedAt(time)
                .build();
    }

    private void fill(Path folder, int days, int each) throws Exception {
        long end = System.currentTimeMillis();
        RecordTable table = new RecordTable();
        try (Database database = Database.open(settings(folder));
                var connection = database.connect();
                var statement = connection.createStatement()) {
            for (int day = days; day > 0; day--) {
                statement.execute("BEGIN TRANSACTION");
                try (DuckDBAppender appender = connection.createAppender("main", "record")) {
                    for (int i = 0; i < each; i++) {
                        Record record = record(end - day * DAY + DAY * i / each, i);
                        table.append(appender, record, table.itemKey(record.orderId(), record.itemId()));
                    }
                }
                statement.execute("COMMIT");
            }
            statement.execute("INSERT INTO coverage VALUES (" + (end - days * DAY) + ", " + end + ")");
        }
    }

    private void write(Path folder, int rate, int seconds) throws Exception {
        History history = open(folder);
        int each = rate / PARTS;
        long[] costs = new long[seconds * PARTS];
        long began = System.nanoTime();
        int most = 0;
        for (int part = 0; part < costs.length; part++) {
            List<Record> records = new ArrayList<>();
            long time = System.currentTimeMillis();
            for (int i = 0; i < each; i++) {
                records.add(record(time, part * each + i));
            }
            LockSupport.parkNanos(began + part * 1_000_000_000L / PARTS - System.nanoTime());
            long start = System.nanoTime();
            for (Record record : records) {
                history.recorder().put(record, null);
            }
            costs[part] = (System.nanoTime() - start) / each;
            most = Math.max(most, history.writer().waiting().size());
        }
        double took = (System.nanoTime() - began) / 1e9;
        Writer writer = history.writer();
        System.out.printf(
                "%d records passed on in %.1f s; written %d, waiting %d (most %d), dropped %d, state %s%n",
                (long) costs.length * each,
                took,
                writer.written(),
                writer.waiting().size(),
                most,
                writer.waiting().dropped(),
                history.state());
        Arrays.sort(costs);
        System.out.printf(
                "put: p50 %d ns, p99 %d ns, most %d ns (means of %d records)%n",
                costs[costs.length / 2], costs[costs.length * 99 / 100], costs[costs.length - 1], each);
        history.close();
        System.out.println("file: " + Files.size(Database.file(settings(folder))) / 1_000_000 + " MB");
    }

    private void live(Path folder, int rate, int seconds) throws Exception {
        History history = open(folder);
        LiveWindow without = new LiveWindow(MAX_RECORDS);
        LiveWindow with = new LiveWindow(MAX_RECORDS);
        with.listen(history.recorder());
        int each = rate / PARTS;
        long[] costsWithout = new long[seconds * PARTS];
        long[] costsWith = new long[seconds * PARTS];
        long began = System.nanoTime();
        for (int part = 0; part < costsWith.length; part++) {
            long time = System.currentTimeMillis();
            List<Record> records = new ArrayList<>();
            for (int i = 0; i < each; i++) {
                records.add(record(time, part * each + i));
            }
            LockSupport.parkNanos(began + part * 1_000_000_000L / PARTS - System.nanoTime());
            if (part % 2 == 0) {
                costsWithout[part] = cost(without, records, time);
                costsWith[part] = cost(with, records, time);
            } else {
                costsWith[part] = cost(with, records, time);
                costsWithout[part] = cost(without, records, time);
            }
        }
        System.out.printf(
                "%d records in %.1f s; dropped %d, state %s%n",
                (long) costsWith.length * each,
                (System.nanoTime() - began) / 1e9,
                history.writer().waiting().dropped(),
                history.state());
        print("without", costsWithout);
        print("with", costsWith);
        history.close();
    }

    /** Nanoseconds for each record. */
    private static long cost(LiveWindow window, List<Record> records, long time) {
        long start = System.nanoTime();
        window.upsert(records, time - Duration.ofMinutes(5).toMillis(), time, at -> {});
        return (System.nanoTime() - start) / records.size();
    }

    /** The first third is left out: the windows fill, and the JVM compiles. */
    private static void print(String what, long[] costs) {
        long[] steady = Arrays.copyOfRange(costs, costs.length / 3, costs.length);
        long mean = Arrays.stream(steady).sum() / steady.length;
        Arrays.sort(steady);
        System.out.printf(
                "%-8s mean %d ns, p50 %d ns, p99 %d ns, most %d ns a record%n",
                what, mean, steady[steady.length / 2], steady[steady.length * 99 / 100], steady[steady.length - 1]);
    }

    private static History open(Path folder) {
        History history = new History(settings(folder), 50, InstantSource.system(), System::nanoTime);
        long began = System.nanoTime();
        history.open(Duration.ofMinutes(30)).toCompletableFuture().join();
        System.out.printf("open: %d ms, state %s%n", (System.nanoTime() - began) / 1_000_000, history.state());
        return history;
    }

    private static void query(Path folder) throws Exception {
        History history = open(folder);
        long now = System.currentTimeMillis();
        Filter one = new Filter(Map.of(Property.COUNTRY, Set.of("Country 3")), Map.of());
        Filter two = new Filter(
                Map.of(Property.COUNTRY, Set.of("Country 3", "Country 4"), Property.AGE, Set.of("25-34")), Map.of());
        for (String label : List.of("1h", "today", "yesterday", "24h", "7d")) {
            for (Filter filter : List.of(Filter.NONE, one, two)) {
                long[] millis = new long[20];
                for (int i = 0; i < millis.length; i++) {
                    long began = System.nanoTime();
                    HistoryQuery query = new HistoryQuery(Period.of(label).orElseThrow(), filter);
                    history.answerAt(query, "viewer " + i, now - i)
                            .toCompletableFuture()
                            .join();
                    millis[i] = (System.nanoTime() - began) / 1_000_000;
                }
                Arrays.sort(millis);
                System.out.printf(
                        "%-9s %d filters: p50 %d ms, p95 %d ms%n",
                        label, filter.only().size(), millis[9], millis[18]);
            }
        }
        long began = System.nanoTime();
        var all = new ArrayList<CompletableFuture<Answer>>();
        for (int i = 0; i < 10; i++) {
            Filter filter = new Filter(Map.of(Property.COUNTRY, Set.of("Country " + i)), Map.of());
            all.add(history.answer(
                            new HistoryQuery(Period.of("7d").orElseThrow(), filter), "viewer " + i, () -> true, now)
                    .toCompletableFuture());
        }
        all.forEach(CompletableFuture::join);
        System.out.printf("ten different views of 7 days at once: %d ms%n", (System.nanoTime() - began) / 1_000_000);
        history.close();
    }
}
