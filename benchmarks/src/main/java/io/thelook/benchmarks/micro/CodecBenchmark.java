package io.thelook.benchmarks.micro;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * Time per record to write it, to read it, and, for comparison, only to parse the same text with Jackson's streaming
 * parser.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class CodecBenchmark {

    private static final int RECORDS = 1_000;

    private final List<Record> records = Records.some(RECORDS);
    private final String upsert = Records.upsert(records);
    private final byte[] bytes = upsert.getBytes(StandardCharsets.UTF_8);
    private final FeedReader reader = new FeedReader();
    private final JsonFactory jackson = new JsonFactory();

    /** Writes records. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void encode(Blackhole hole) {
        for (Record record : records) {
            hole.consume(RecordCodec.encode(record, FeedEncoding.ARRAY));
        }
    }

    /** Reads records. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public FeedMessage decode() throws FrameException {
        return reader.read(upsert);
    }

    /** Only parses: visits each name and value, and keeps none. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public void parseOnly(Blackhole hole) throws IOException {
        try (JsonParser parser = jackson.createParser(bytes)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isScalarValue()) {
                    hole.consume(parser.getText());
                }
            }
        }
    }
}
