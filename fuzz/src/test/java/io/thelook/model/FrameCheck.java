package io.thelook.model;

import io.thelook.fuzz.Expect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The properties of everything that a {@link FeedReader} has read. */
public final class FrameCheck {

    /** The parser repeats up to 256 characters of a token. */
    private static final int LONGEST_DETAIL = 600;

    private final FeedReader again = new FeedReader(FeedFormat.RECORDS);

    /** Checks the words about rejected elements, and that each record survives both encodings. */
    public void check(Frame frame) {
        Expect.equal(frame.rejections().size(), Math.min(frame.refused(), Frame.MOST_REJECTIONS));
        for (Frame.Rejected rejected : frame.rejections()) {
            Expect.that(rejected.element() >= 0, rejected.toString());
            Expect.message(rejected.detail(), LONGEST_DETAIL);
        }
        if (!frame.records().isEmpty()) {
            Expect.equal(read(encode(frame.records(), FeedEncoding.ARRAY)), frame.records());
            Expect.equal(read('"' + encode(frame.records(), FeedEncoding.STRING) + '"'), frame.records());
        }
    }

    private static String encode(List<Record> records, FeedEncoding encoding) {
        return records.stream()
                .map(record -> new String(RecordCodec.encode(record, encoding), StandardCharsets.UTF_8))
                .collect(Collectors.joining(",", "[", "]"));
    }

    private List<Record> read(String text) {
        try {
            Frame frame = again.read(text).frame();
            Expect.equal(frame.refused(), 0);
            return frame.records();
        } catch (FrameException e) {
            throw new AssertionError("what was encoded cannot be read: " + text, e);
        }
    }

    /** Checks the words about a whole message that was refused. */
    public static void refusal(FrameException refusal) {
        Expect.message(refusal.getMessage(), LONGEST_DETAIL);
    }
}
