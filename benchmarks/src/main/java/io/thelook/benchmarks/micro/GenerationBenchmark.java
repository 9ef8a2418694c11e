package io.thelook.benchmarks.micro;

import io.thelook.model.FeedEncoding;
import io.thelook.model.RecordCodec;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Shop;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.infra.Blackhole;

/** Visits of the simulated shop per second, and the number of records that they generate. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class GenerationBenchmark {

    /** Whether customers return and orders change their status after they are placed. */
    @Param
    public Behaviour.Mode mode;

    private Shop shop;
    private long now = Records.START;

    /** Opens the shop. */
    @Setup
    public void open() {
        shop = new Shop(1, new Behaviour(mode, 1, 1, 50_000));
    }

    /** Counts the generated records. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counter {
        /** Number of records generated. */
        public long records;
    }

    /** Generates a visit and encodes its records. */
    @Benchmark
    public void generateAndEncode(Counter counter, Blackhole hole) {
        shop.visit(now++).records().forEach(record -> {
            counter.records++;
            hole.consume(RecordCodec.encode(record, FeedEncoding.ARRAY));
        });
    }
}
