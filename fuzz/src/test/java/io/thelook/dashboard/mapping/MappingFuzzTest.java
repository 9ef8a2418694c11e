package io.thelook.dashboard.mapping;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thelook.fuzz.Expect;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameCheck;
import io.thelook.model.FrameException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Bodies of webhooks, mapped by each preset and by a program that uses every function beyond jq's. */
@Timeout(30)
@Tag("slow")
class MappingFuzzTest {

    private static final String PROGRAM = """
            def items: if type == "object" then (.items? // [.])[] else . end;
            items | {
              order_id: (.id? // "none" | tostring),
              item_id: (.no? // .),
              sale_price: (try (.price | tonumber | round(2)) catch (.cents? | minor("EUR"))),
              product: (.url? | url_host),
              traffic_source: (.url? | url_param("utm_source")),
              country: (try (.country | ascii_downcase | sub("^x-"; "")) catch null)
            }""";

    private final List<FeedReader> readers = Stream.concat(
                    Mapping.PRESETS.stream().map(Mapping::of).filter(mapping -> !mapping.isIdentity()),
                    Stream.of(Mapping.parse(PROGRAM)))
            .map(mapping -> new FeedReader(new FeedFormat(true, List.of("data"), Optional.of(mapping), "EUR")))
            .toList();
    private final FrameCheck frames = new FrameCheck();

    @FuzzTest
    void bodies(byte[] input) {
        String text = Expect.text(input);
        for (FeedReader reader : readers) {
            try {
                frames.check(reader.read(text).frame());
            } catch (FrameException e) {
                FrameCheck.refusal(e);
            }
        }
    }
}
