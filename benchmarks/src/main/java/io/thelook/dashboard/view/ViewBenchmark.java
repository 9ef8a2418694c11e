package io.thelook.dashboard.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Totals;
import io.thelook.model.Record;
import io.thelook.producer.store.Shop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time to build a view and serialise it to JSON: once per tick and distinct query, for any number of viewers. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class ViewBenchmark {

    private static final long START = 1_741_051_200_000L;

    @Param({"1000", "100000"})
    private int size;

    private final ObjectMapper json = new ObjectMapper();
    private final Surroundings surroundings = new Surroundings(
            5, new SourceStatus(SourceStatus.State.LIVE, START, 0, 0, ""), 0, null, null, LogPosition.NONE);
    private long nanoTime;
    private LiveWindow window;
    private LiveView view;

    /** Fills the window. */
    @Setup
    public void fill() {
        Shop shop = new Shop(1);
        List<Record> records = Stream.iterate(START, time -> time + 1)
                .flatMap(time -> shop.visit(time).records())
                .limit(size)
                .toList();
        window = new LiveWindow(1_000_000);
        view = new LiveView(Query.DEFAULT, window, Duration.ofSeconds(5), 20, Long.MAX_VALUE);
        window.upsert(records, START, START + size, null);
        view.update(0);
    }

    /** Builds all parts of the view. */
    @Benchmark
    public Object build() {
        Totals then = view.totalsAt(START + size);
        while (!window.build(then, Integer.MAX_VALUE)) {
            // The first slice covers all records.
        }
        window.forget(then);
        return view.at(then, START + size, surroundings);
    }

    /** Builds the parts that are new and due after a push interval of 250 ms, and serialises them to JSON. */
    @Benchmark
    public String newsAndSerialise() throws JsonProcessingException {
        nanoTime += 250_000_000;
        return json.writeValueAsString(view.news(surroundings, nanoTime));
    }
}
