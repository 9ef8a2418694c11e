package io.thelook.dashboard.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits, each at its last allowed and first refused value. */
class BudgetTest {

    private static final long MAX_NANOS = 200_000_000;
    private static final long MANY = 1_000_000;

    /** As of System.nanoTime, whose zero is arbitrary. */
    private final AtomicLong now = new AtomicLong(-3_000_000_000L);

    private final Budget budget = started(MANY);

    private Budget started(long maxSteps) {
        Budget started = new Budget(now::get, MAX_NANOS, maxSteps);
        started.start();
        return started;
    }

    @ParameterizedTest
    @MethodSource
    void made_aLargeValue_costsMoreSteps(JsonNode value, int steps) throws JsonQueryException {
        assertThat(Steps.cost(budget -> budget.made(value))).isEqualTo(steps);
    }

    static Stream<Arguments> made_aLargeValue_costsMoreSteps() {
        return Stream.of(
                arguments(Json.of("null"), 1),
                arguments(Json.of("123456789"), 1),
                arguments(text(0), 1),
                arguments(text(7), 1),
                arguments(text(8), 2),
                arguments(text(800), 101),
                arguments(array(0), 1),
                arguments(array(7), 1),
                arguments(array(8), 2),
                arguments(array(800), 101),
                arguments(Json.of("{\"a\":1,\"b\":2,\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7,\"h\":[8,9]}"), 2));
    }

    @Test
    void made_atTheLimits_isAllowed_andRefusedBeyond() {
        budget.made(text(1_000_000));
        budget.made(array(100_000));

        assertExceeds(() -> budget.made(text(1_000_001)), "a text of more than 1000000 characters");
        assertExceeds(() -> budget.made(array(100_001)), "an array or object of more than 100000 elements");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"100000", "-100000", "100000.0", "\"100001\"", "[1,2,3,4,5,6,7,8,9,10]", "{\"start\":100001}"})
    void checkIndex_withinTheLimits_isAllowed(String index) {
        assertThatCode(() -> Budget.checkIndex(Json.of(index))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    100001                   ~ an index beyond 100000
                    -100001                  ~ an index beyond 100000
                    100000.5                 ~ an index beyond 100000
                    1e400                    ~ an index beyond 100000
                    [1,2,3,4,5,6,7,8,9,0,1]  ~ an index of more than 10 elements
                    """)
    void checkIndex_beyondTheLimits_isRefused(String index, String message) {
        assertExceeds(() -> Budget.checkIndex(Json.of(index)), message);
    }

    @ParameterizedTest
    @CsvSource({"1, 1023, 0", "1, 1024, 1", "32, 32, 1", "2048, 3, 6", "0, 5000, 0"})
    void product_costsAStepForEvery1024(long one, long other, int steps) throws JsonQueryException {
        assertThat(Steps.cost(budget -> budget.product(one, other))).isEqualTo(steps);
    }

    @Test
    void product_atTheLimit_isAllowed_andRefusedBeyond() {
        budget.product(5_000, 10_000);
        budget.product(10, 5_000_000);

        assertExceeds(() -> budget.product(5_000, 10_001), "a function on a value that is too large");
        assertExceeds(() -> budget.product(1_000_000, 1_000_000), "a function on a value that is too large");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    null                     ~ 1
                    12                       ~ 1
                    "1234567"                ~ 1
                    "12345678"               ~ 2
                    []                       ~ 1
                    [1, [2, "1234567890123456"]] ~ 7
                    {"a": 1, "12345678": {"b": [2, 3]}} ~ 6
                    """)
    void weigh_countsNodesAndAnEighthOfTheCharacters(String value, long weight) {
        assertThat(budget.weigh(Json.of(value))).isEqualTo(weight);
    }

    @Test
    void weigh_countsEachOccurrenceOfTheSameArray() {
        ArrayNode inner = array(9);
        ArrayNode outer = array(0).add(inner).add(inner).add(inner);

        assertThat(budget.weigh(outer)).isEqualTo(31);
    }

    @Test
    void weigh_costsAStepForEvery8() throws JsonQueryException {
        assertThat(Steps.cost(budget -> budget.weigh(array(6)))).isZero();
        assertThat(Steps.cost(budget -> budget.weigh(array(7)))).isEqualTo(1);
        assertThat(Steps.cost(budget -> budget.weigh(array(1_599)))).isEqualTo(200);
    }

    @Test
    void weigh_atTheLimits_isAllowed_andRefusedBeyond() {
        assertThat(budget.weigh(text(7_999_992))).isEqualTo(1_000_000);
        assertThat(budget.weigh(nested(501))).isEqualTo(501);

        assertExceeds(() -> budget.weigh(text(8_000_000)), "too large or too deep a value");
        assertExceeds(() -> budget.weigh(nested(502)), "too large or too deep a value");
    }

    @Test
    void steps_atTheLimit_areAllowed_andRefusedBeyond() {
        Budget small = started(256);

        steps(small, 256);

        assertExceeds(() -> steps(small, 256), "more than 256 steps");
    }

    @Test
    void start_countsStepsFromZero() {
        Budget small = started(256);
        for (int i = 0; i < 3; i++) {
            small.start();
            steps(small, 256);
        }

        assertExceeds(() -> steps(small, 256), "more than 256 steps");
    }

    @Test
    void theClock_isReadEvery256Steps() {
        AtomicInteger reads = new AtomicInteger();
        Budget counting = new Budget(reads::incrementAndGet, MAX_NANOS, MANY);
        counting.start();

        steps(counting, 255);
        assertThat(reads).hasValue(1);
        steps(counting, 1);
        assertThat(reads).hasValue(2);
        steps(counting, 255);
        assertThat(reads).hasValue(2);
        steps(counting, 1);
        assertThat(reads).hasValue(3);
    }

    @Test
    void aShortEvaluation_hasTenTimesItsTime() {
        now.addAndGet(10 * MAX_NANOS);
        steps(budget, 256);

        now.addAndGet(1);
        assertExceeds(() -> steps(budget, 256), "more than 2000 ms");
    }

    @Test
    void aLongEvaluation_hasItsTimeOnly() {
        steps(budget, 250_000);

        now.addAndGet(MAX_NANOS);
        steps(budget, 256);
        now.addAndGet(1);
        assertExceeds(() -> steps(budget, 256), "more than 200 ms");
    }

    @Test
    void aCall_hasTheTimeOfAnEvaluation_andAtMostWhatIsLeft() {
        assertThat(budget.nanosForACall()).isEqualTo(MAX_NANOS);

        now.addAndGet(9 * MAX_NANOS);
        assertThat(budget.nanosForACall()).isEqualTo(MAX_NANOS);
        now.addAndGet(MAX_NANOS - 5);
        assertThat(budget.nanosForACall()).isEqualTo(5);
        now.addAndGet(50);
        assertThat(budget.nanosForACall()).isEqualTo(1);
    }

    @Test
    void aCall_after250000Steps_hasWhatIsLeftOfASingleTime() {
        now.addAndGet(MAX_NANOS / 4);

        steps(budget, 249_999);
        assertThat(budget.nanosForACall()).isEqualTo(MAX_NANOS);
        steps(budget, 1);
        assertThat(budget.nanosForACall()).isEqualTo(MAX_NANOS * 3 / 4);
    }

    private static void assertExceeds(ThrowingCallable work, String message) {
        assertThatThrownBy(work).isInstanceOf(Budget.Exceeded.class).hasMessage(message);
    }

    private static void steps(Budget budget, int count) {
        for (int i = 0; i < count; i++) {
            budget.step();
        }
    }

    private static JsonNode text(int characters) {
        return TextNode.valueOf("x".repeat(characters));
    }

    private static ArrayNode array(int elements) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < elements; i++) {
            array.add(i);
        }
        return array;
    }

    /** An array in an array, and so on. */
    private static ArrayNode nested(int arrays) {
        ArrayNode nested = array(0);
        for (int i = 1; i < arrays; i++) {
            nested = array(0).add(nested);
        }
        return nested;
    }
}
