package io.thelook.dashboard.source;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thelook.fuzz.Expect;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameCheck;
import io.thelook.model.FrameException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Bodies of deliveries, plain and gzip, and messages of feeds that send bytes. */
@Timeout(10)
@Tag("slow")
class DeliveryFuzzTest {

    private static final int MOST_BYTES = 1_000_000;

    private final FeedReader reader = new FeedReader(new FeedFormat(true, List.of("data"), Optional.empty(), "USD"));
    private final FrameCheck frames = new FrameCheck();

    @FuzzTest
    void bodies(byte[] input) throws IOException {
        byte[] before = input.clone();
        read(input);
        inflate(input);
        Expect.that(Arrays.equals(Gzip.inflate(gzip(input), gzip(input).length, MOST_BYTES), input), "lost by gzip");
        Expect.that(Arrays.equals(input, before), "the body was changed");
    }

    private void read(byte[] input) {
        String text;
        try {
            text = MessageText.decode(input, 0, input.length, MOST_BYTES);
        } catch (GzipException e) {
            Expect.message(e.getMessage(), 100);
            return;
        } catch (CharacterCodingException e) {
            return;
        }
        if (!Gzip.isGzip(input, 0, input.length)) {
            Expect.that(Arrays.equals(text.getBytes(StandardCharsets.UTF_8), input), "another text");
        }
        try {
            frames.check(reader.read(text).frame());
        } catch (FrameException e) {
            FrameCheck.refusal(e);
        }
    }

    private static void inflate(byte[] input) {
        try {
            Expect.that(Gzip.inflate(input, input.length, MOST_BYTES).length <= MOST_BYTES, "beyond the limit");
        } catch (GzipException e) {
            Expect.message(e.getMessage(), 100);
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        }
        return compressed.toByteArray();
    }
}
