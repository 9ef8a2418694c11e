package io.thelook.dashboard.mapping;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.fuzz.Expect;
import io.thelook.model.MappingException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Programs of mapping files, as {@code /connect} tries them, on an order. */
@Timeout(30)
@Tag("slow")
class ProgramFuzzTest {

    private static final String ORDER = """
            {"id": 7, "at": "2026-03-02T10:05:11+01:00", "email": null, "tags": ["a", "b"], "paid": true,
             "url": "https://www.shop.example/?utm_source=news",
             "lines": [{"no": 1, "title": "Tent", "price": "124.95", "qty": 2}, {"no": 2, "price": 9.90}]}""";

    /** The limit of a value with few steps is 2 s; one call of a Java function may come on top of it. */
    private static final long MOST_NANOS = Duration.ofSeconds(5).toNanos();

    private final JsonNode order;

    ProgramFuzzTest() throws JsonProcessingException {
        order = new ObjectMapper().readTree(ORDER);
    }

    @FuzzTest
    void programs(byte[] input) {
        String program = Expect.text(input);
        Mapping mapping;
        try {
            mapping = Mapping.parse(program);
        } catch (IllegalArgumentException e) {
            Expect.message(e.getMessage(), 400);
            return;
        }
        JsonNode before = order.deepCopy();
        long start = System.nanoTime();
        try {
            List<JsonNode> records = mapping.map(order);
            Expect.that(records.size() <= Mapping.MOST_RECORDS, records.size() + " records");
            Expect.that(records.stream().allMatch(JsonNode::isObject), "not only objects");
        } catch (MappingException e) {
            Expect.message(e.getMessage(), Mapping.MOST_CHARACTERS + 1);
        }
        Expect.that(System.nanoTime() - start < MOST_NANOS, "too slow");
        Expect.equal(order, before);
    }
}
