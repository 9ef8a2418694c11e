package io.thelook.producer.scenario;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.fuzz.Expect;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Timeout;

/** Bodies of {@code POST /scenario}. */
@Timeout(10)
class ScenarioFuzzTest {

    private static final long YEAR_2000 = 946_684_800_000L;
    private static final long YEAR_2100 = 4_102_444_800_000L;

    private final ObjectMapper json = new ObjectMapper();
    private final SortedSet<String> categories = new TreeSet<>(Set.of("Jeans", "Outerwear & Coats"));

    @FuzzTest
    void bodies(byte[] input) {
        JsonNode body;
        try {
            body = json.readTree(Expect.text(input));
        } catch (JsonProcessingException e) {
            return;
        }
        ScenarioRequest request;
        try {
            request = ScenarioRequest.of(body, categories);
        } catch (IllegalArgumentException e) {
            Expect.refusal(e.getMessage(), 400);
            return;
        }
        request.seconds().ifPresent(seconds -> Expect.that(seconds >= 1 && seconds <= 86_400, "seconds " + seconds));
        request.rate().ifPresent(rate -> Expect.that(rate >= .1 && rate <= 100_000, "rate " + rate));
        request.scale().ifPresent(scale -> Expect.that(scale >= 1 && scale <= 100_000, "scale " + scale));
        request.calendarStart()
                .ifPresent(start -> Expect.that(start >= YEAR_2000 && start < YEAR_2100, "a start at " + start));
        request.category().ifPresent(category -> Expect.that(categories.contains(category), category));
        Expect.equal(ScenarioRequest.of(body, categories), request);
    }
}
