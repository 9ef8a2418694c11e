package io.thelook.producer.scenario;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.thelook.fuzz.Expect;
import io.thelook.producer.store.Catalogue;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.service.http.StrictJson;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Bodies of {@code POST /scenario}. */
@Timeout(10)
@Tag("slow")
class ScenarioFuzzTest {

    private static final long YEAR_2000 = 946_684_800_000L;
    private static final long YEAR_2100 = 4_102_444_800_000L;
    private static final SimulatedClock CALENDAR = new SimulatedClock(YEAR_2000, 1);

    private final Set<String> categories = Catalogue.categories();

    @FuzzTest
    void bodies(byte[] input) throws JsonProcessingException {
        String body = Expect.text(input);
        ScenarioRequest request;
        try {
            request = StrictJson.mapper().readValue(body, ScenarioRequest.class);
        } catch (JsonProcessingException e) {
            String message = RequestFault.of(e);
            if (!message.startsWith(RequestFault.NOT_JSON)) {
                Expect.refusal(message, 400);
            }
            return;
        }
        if (request == null || request.isStop()) {
            return;
        }
        Running running = request.begin(YEAR_2000, CALENDAR);
        Expect.that(running.seconds() >= 0 && running.seconds() <= 86_400, "seconds " + running.seconds());
        running.rate().ifPresent(rate -> Expect.that(rate >= .1 && rate <= 100_000, "rate " + rate));
        Expect.that(running.scale() >= 1 && running.scale() <= 100_000, "scale " + running.scale());
        long start = running.calendarStart();
        Expect.that(start >= YEAR_2000 && start < YEAR_2100, "a start at " + start);
        Expect.that(categories.contains(running.category()), running.category());
        Expect.equal(StrictJson.mapper().readValue(body, ScenarioRequest.class), request);
    }
}
