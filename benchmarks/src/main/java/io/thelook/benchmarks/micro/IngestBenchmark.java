package io.thelook.benchmarks.micro;

import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.producer.store.Shop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time per record to read it from the text of an upsert and apply it to a window of up to 150,000 records, on one
 * thread, as in the dashboard. The benchmark empties the window after 225 messages of 1,000 records. On average, one
 * record leaves for each that arrives.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
        value = 2,
        jvmArgsAppend = {"-Xms2g", "-Xmx2g"})
public class IngestBenchmark {

    private static final int BATCH = 1_000;
    private static final int MESSAGES = 225;
    private static final int IN_WINDOW = 150;

    /** The time, in milliseconds, in which visits generate the records of a full window. */
    private static final long SPAN = (long) (IN_WINDOW * BATCH / Shop.MEAN_ITEMS_PER_VISIT);

    private final List<String> messages = new ArrayList<>();
    private final FeedReader reader = new FeedReader();
    private final LiveWindow window = new LiveWindow(1_000_000);
    private int at;

    /** Prepares the messages: consecutive batches of records, one visit per millisecond. */
    public IngestBenchmark() {
        List<Record> records = Records.some(BATCH * MESSAGES);
        for (int i = 0; i < MESSAGES; i++) {
            messages.add(Records.upsert(records.subList(i * BATCH, (i + 1) * BATCH)));
        }
        window.totals(Query.DEFAULT);
    }

    /** Reads a message and applies its records to the window. The records of 150 messages earlier leave it. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public LiveWindow.Change ingest() throws FrameException {
        if (at == 0) {
            window.replace(List.of(), Records.START, Records.START, null);
        }
        List<Record> records = reader.read(messages.get(at)).frame().records();
        at = (at + 1) % MESSAGES;
        long newest = records.get(records.size() - 1).createdAt();
        // With the clock 15 minutes ahead, no query's window reaches back beyond the newest record.
        return window.upsert(records, newest - SPAN, newest + 15 * 60_000, null);
    }
}
