package io.thelook.benchmarks.micro;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per record that enters a window of a given size while another one leaves it. The feed's own window is 15 minutes
 * long; records stay in memory for 30 minutes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms4g", "-Xmx4g"})
public class WindowBenchmark {

    private static final int BATCH = 250;
    private static final long SPAN_MICROS = 15 * 60_000_000L;

    @Param({"1000", "10000", "100000", "1000000"})
    private int size;

    /** Number of queries maintained in addition to the feed's own window: 0, or 2 (1 and 5 minutes). */
    @Param({"0", "2"})
    private int otherQueries;

    private LiveWindow window;
    private List<Record> templates;
    private String[] items;
    private String[] orders;
    private int at;
    private long micros;
    private final List<Record> batch = new ArrayList<>(BATCH);

    /** Fills the window. */
    @Setup(Level.Trial)
    public void fill() {
        templates = Records.some(4_096);
        SplittableRandom random = new SplittableRandom(1);
        // More ids than the feed's own window holds: an id that comes again has left that window.
        items = ids(random, size + size / 2 + 2 * BATCH);
        orders = ids(random, items.length * 2 / 3);
        window = new LiveWindow(2_000_000);
        window.totals(Query.DEFAULT);
        if (otherQueries == 2) {
            window.totals(new Query(1, Filter.NONE));
            window.totals(new Query(5, Filter.NONE));
        }
        micros = Records.START * 1_000;
        for (int i = 0; i < size + BATCH; i += BATCH) {
            upsert();
        }
    }

    private static String[] ids(SplittableRandom random, int number) {
        String[] ids = new String[number];
        for (int i = 0; i < number; i++) {
            ids[i] = new UUID(random.nextLong(), random.nextLong()).toString();
        }
        return ids;
    }

    /** Applies a batch of records. Once the window is full, as many records leave it. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public LiveWindow.Change upsert() {
        batch.clear();
        for (int i = 0; i < BATCH; i++) {
            Record template = templates.get(at & 4_095);
            micros += SPAN_MICROS / size;
            batch.add(template.toBuilder()
                    .orderId(orders[at * 2 / 3])
                    .itemId(items[at])
                    .createdAt(micros / 1_000)
                    .build());
            at = at + 1 == items.length ? 0 : at + 1;
        }
        long now = micros / 1_000;
        return window.upsert(batch, now - SPAN_MICROS / 1_000, now, null);
    }
}
