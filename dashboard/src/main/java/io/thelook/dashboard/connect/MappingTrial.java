package io.thelook.dashboard.connect;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.dashboard.mapping.Mapping;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedReader;
import io.thelook.model.Frame;
import io.thelook.model.Frame.Rejected;
import io.thelook.model.FrameException;
import io.thelook.model.MappingException;
import io.thelook.model.RecordMapping;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Tries a mapping on a sample, without any effect on the window. Reads the sample as a delivery of the dashboard would
 * be read. A {@link Mapping} bounds the evaluation of each value; a trial ends after {@link #MOST_TIME}, or {@value
 * #MOST_MADE} records, with the value that reaches the limit. Thread-safe.
 */
public final class MappingTrial {

    /** The time of a trial after which no further value is mapped. */
    static final Duration MOST_TIME = Duration.ofSeconds(3);

    /** The number of records in a trial after which no further value is mapped. */
    static final int MOST_MADE = 10_000;

    /** Limit on the records, and on the rejections, in a result. */
    static final int MOST_SHOWN = 100;

    private static final int MOST_CHARACTERS = 300;

    private final FeedFormat format;
    private final LongSupplier nanoTime;

    /**
     * @param format of the dashboard's feed; its mapping is not used
     * @param nanoTime as {@link System#nanoTime}
     */
    public MappingTrial(FeedFormat format, LongSupplier nanoTime) {
        this.format = format;
        this.nanoTime = nanoTime;
    }

    /** A fault of the whole trial. */
    public enum Fault {
        /** The program is not a valid mapping. */
        MAPPING,
        /** The sample cannot be read. */
        SAMPLE
    }

    /**
     * The result of a trial.
     *
     * @param fault the fault of the whole trial; {@code null} if there is none
     * @param error the fault in words, with the line and column if it is in the mapping; empty if there is none
     * @param records the first records, with their fields as text
     * @param made the number of all records
     * @param rejections the first rejections, in words
     * @param rejected the number of all rejected values
     */
    public record Result(
            Fault fault,
            String error,
            List<Map<String, String>> records,
            int made,
            List<String> rejections,
            int rejected) {

        private static Result failed(Fault fault, String error) {
            return new Result(fault, cut(error), List.of(), 0, List.of(), 0);
        }
    }

    /** Tries a jq program. Takes a few seconds at most. */
    public Result run(String program, String sample) {
        Mapping mapping;
        try {
            mapping = Mapping.parse(program);
        } catch (IllegalArgumentException e) {
            return Result.failed(Fault.MAPPING, e.getMessage());
        }
        Optional<RecordMapping> limited = mapping.isIdentity() ? Optional.empty() : Optional.of(new Limited(mapping));
        FeedFormat ofSample = new FeedFormat(true, format.envelope(), limited, format.currency());
        FeedReader reader = new FeedReader(ofSample, MOST_TIME, nanoTime);
        try {
            Frame frame = reader.read(sample).frame();
            return new Result(
                    null,
                    "",
                    frame.records().stream()
                            .limit(MOST_SHOWN)
                            .map(ShownRecord::of)
                            .toList(),
                    frame.records().size(),
                    frame.rejections().stream()
                            .limit(MOST_SHOWN)
                            .map(Rejected::detail)
                            .map(MappingTrial::cut)
                            .toList(),
                    frame.refused());
        } catch (FrameException e) {
            return Result.failed(Fault.SAMPLE, e.getMessage());
        }
    }

    private static String cut(String words) {
        return words.length() <= MOST_CHARACTERS ? words : words.substring(0, MOST_CHARACTERS - 1) + "…";
    }

    /** Maps values until they have given {@link #MOST_MADE} records. */
    private static final class Limited implements RecordMapping {

        private final Mapping mapping;
        private int made;

        private Limited(Mapping mapping) {
            this.mapping = mapping;
        }

        @Override
        public List<JsonNode> map(JsonNode value) throws MappingException {
            if (made >= MOST_MADE) {
                throw new MappingException("not tried, because the values before it gave " + made + " records");
            }
            List<JsonNode> records = mapping.map(value);
            made += records.size();
            return records;
        }
    }
}
