package io.thelook.dashboard.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.model.FeedReader;
import io.thelook.model.MappingException;
import io.thelook.service.thread.ServiceThread;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that loop, recurse or grow without end: each ends with an exception, within seconds, with a small heap. */
@Tag("slow")
class MappingLimitsTest {

    private static final JsonNode VALUE =
            Json.of("{\"a\":[1,2,3],\"s\":\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"}");

    /** The time limit of a test on a busy machine. An evaluation has a tenth of it. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "range(1e12) | {}",
                "[range(1e9)] | length | {n: .}",
                "last(range(1e12)) | {n: .}",
                "range(0; 1; 1e-9) | empty",
                "repeat({})",
                "last(repeat(1))",
                "0 | [recurse(. + 1)]",
                "0 | until(false; . + 1)",
                "0 | [while(true; . + 1)]",
                "limit(1e9; repeat({}))",
                "first(repeat(1) | select(. == 2))",
                "any(repeat(1); . == 2) | {x: .}",
                "\"x\" * 1e9 | {x: .}",
                "1e9 * \"x\" | {x: .}",
                "{x: \"x\"} | .x *= 1e9",
                "reduce range(60) as $i (\"x\"; . + .) | {x: .}",
                "reduce range(60) as $i (\"x\"; \"\\(.)\\(.)\") | {x: .}",
                "reduce range(60) as $i ([1]; . + .) | {x: .}",
                "reduce range(60) as $i ([1]; [., .]) | tojson | {x: .}",
                "reduce range(60) as $i ([1]; [., .]) | tostring | {x: .}",
                "reduce range(60) as $i ([1]; [., .]) | \"\\(.)\" | {x: .}",
                "reduce range(60) as $i ([1]; [., .]) | {x: .}",
                "reduce range(60) as $i ([1]; [., .]) | . == ([.] | .[0] | map(.)) | {x: .}",
                "reduce range(60) as $i ([1]; [., .]) | error",
                "reduce range(60) as $i ([1]; [., .]) | error(.)",
                "reduce range(60) as $i ([1]; [., .]) | sort | {x: .}",
                "reduce range(60) as $i ([1]; [., .]) | flatten | {x: .}",
                "reduce range(60) as $i ([1]; [., .]) | {x: (. + 1)}",
                "[range(90000) | \"x\" * 1e6] | {x: .}",
                "[range(90000) | \"x\"] | join(\"y\" * 1e6) | {x: .}",
                "(\"a\" * 1e6) as $a | [$a | indices(\"a\" * 4e5)] | {x: .}",
                "(\"a\" * 9e5) | contains(\"a\" * 4e5 + \"b\") | {x: .}",
                "[range(50000)] | contains([range(50000) | -.]) | {x: .}",
                "[range(99999)] | .[] = 1 | {x: .}",
                "[range(99999)] | .[] |= . + 1 | {x: .}",
                "[range(99999)] | .[] += 1 | {x: .}",
                "[range(99999)] | .[] //= 1 | {x: .}",
                "[range(99999) | null] | .[] //= 1 | {x: .}",
                "[range(99999)] | del(.[]) | {x: .}",
                "[] | .[1e9] = 1 | {x: .}",
                "[] | setpath([1e9]; 1) | {x: .}",
                "null | .[2000000000] |= 1 | {x: .}",
                "def f: f; f",
                "def f: 1 + f; f",
                "def f: [f]; f",
                "def f(x): f(x + 1); f(1)",
                "def f: ., f; f",
                "def f: reduce (., .) as $x (0; f); f",
                "def a: b; def b: 1; def f: (., .) | f; f",
                "[limit(1e9; range(1e9))] | length | {x: .}",
                "[.a[] as $a | range(1e9)] | {x: .}",
                "[range(300)] | [.[] as $a | .[] as $b | .[] as $c | .[] as $d | $a] | {x: .}",
                "[[range(20)] | combinations(20)] | {x: .}",
                "reduce (try repeat(1) catch 1) as $x (0; .) | {x: .}",
                "def f: try f catch f; f",
                "def f: try error(\"x\") catch f; f",
                "[repeat(.)?] | {x: .}",
                "(label $out | foreach repeat(1) as $x (0; . + 1; empty))",
                "[foreach repeat(1) as $x (0; . + 1)] | {x: .}",
                "(\"a\" * 1e6) | [splits(\"\")] | {x: .}",
                ".s | test(\"^(a+)+$\") | {x: .}",
                ".s | [match(\"^(a|a)*$\"; \"g\")] | {x: .}",
                ".s | gsub(\"^(a|aa)+$\"; \"c\") | {x: .}",
                "(\"a\" * 1e6) | gsub(\"a\"; \"b\" * 1000) | {x: .}",
                "(\"a\" * 1e6) | [scan(\"a\")] | {x: .}",
                "(\"a\" * 1e6) | test(\"a*a*a*b\") | {x: .}",
                "1e308 * 1e308 | {x: .}",
                "reduce range(1e9) as $i (2; . * .) | {x: .}",
                "reduce range(1e9) as $i (0.1; . / 3 + 1e-99) | {x: .}",
                "[paths] | repeat(.)",
                "[range(10001)] | .[] | {x: .}",
            })
    void aRunawayProgram_ends(String program) {
        assertTimeoutPreemptively(PATIENCE, () -> {
            Mapping mapping = Mapping.parse("def repeat(f): def r: ., (f | r); r; " + program);

            assertThatThrownBy(() -> mapping.map(VALUE)).isInstanceOf(MappingException.class);
        });
    }

    /** Work without a function that jackson-jq defines: a bound on function calls alone would not see it. */
    @ParameterizedTest
    @MethodSource
    void aProductOfGeneratorsWithoutFunctions_ends(String program) {
        assertTimeoutPreemptively(
                PATIENCE, () -> assertThatThrownBy(() -> Mapping.parse(program).map(VALUE))
                        .isInstanceOf(MappingException.class));
    }

    static Stream<String> aProductOfGeneratorsWithoutFunctions_ends() {
        String pipe = "(1, 2)" + " | (., .)".repeat(60);
        String sum = "(1, 2)" + " + (1, 2)".repeat(60);
        StringBuilder fields = new StringBuilder();
        StringBuilder texts = new StringBuilder();
        StringBuilder patterns = new StringBuilder();
        StringBuilder nested = new StringBuilder("1");
        for (int i = 0; i < 60; i++) {
            fields.append("k").append(i).append(": (1, 2), ");
            texts.append("\\(1, 2)");
            patterns.append("(\"a\", \"b\"): $x").append(i).append(", ");
            nested.insert(0, "if (1, 2) then ").append(" else 1 end");
        }
        return Stream.of(pipe, sum, "{" + fields + "z: 1}", "\"" + texts + "\"", nested.toString())
                .map(product -> "reduce (" + product + ") as $x (0; 1) | {x: .}")
                .flatMap(counted -> Stream.of(counted, counted.replace("z: 1", "z: (\"x\" | .a?)")))
                .flatMap(counted -> Stream.of(counted, "reduce . as {" + patterns + "z: $z} (0; 1) | {x: .}"));
    }

    @Test
    void namesAfterNestedPrograms_areCompiledAtOnce() {
        StringBuilder program = new StringBuilder(".");
        for (int i = 0; i < 50; i++) {
            program.insert(0, "(").append(" | .).a");
        }

        assertTimeoutPreemptively(PATIENCE, () -> assertThat(
                        Mapping.parse("{x: (" + program + ")}").map(Json.of("{}")))
                .hasToString("[{}]"));
    }

    @Test
    void theTimeIsMeasuredFromTheStartOfEachEvaluation() throws MappingException {
        AtomicLong now = new AtomicLong();
        Mapping ticking = new Mapping("{n: ([range(5000)] | length)}", () -> now.addAndGet(1_000_000), 200);

        assertThat(ticking.map(VALUE)).hasToString("[{\"n\":5000}]");
        assertThat(ticking.map(VALUE)).hasToString("[{\"n\":5000}]");
    }

    @Test
    void anEvaluationWithoutTimeLeft_isStopped() {
        AtomicLong now = new AtomicLong();
        Mapping slow = new Mapping("{n: ([range(5000)] | length)}", () -> now.addAndGet(500_000_000), 200);

        assertThatThrownBy(() -> slow.map(VALUE))
                .hasMessage("the mapping was stopped: more than 2000 ms for one value");
    }

    @Test
    void aLongEvaluation_hasNoPatience() {
        AtomicLong now = new AtomicLong();
        Mapping slow = new Mapping("last(range(1e9)) | {n: .}", () -> now.addAndGet(250_000), 200);

        assertThatThrownBy(() -> slow.map(VALUE)).hasMessage("the mapping was stopped: more than 200 ms for one value");
    }

    /** Each match costs more than the one before, so that a few thousand of them end the second program. */
    @ParameterizedTest
    @ValueSource(strings = {"last(range(1e9)) | {n: .}", "{x: (\"a\" * 50000 | [match(\"a\"; \"g\")] | length)}"})
    void theSteps_areBoundedWhenTheClockStands(String program) {
        Mapping frozen = new Mapping(program, () -> 0, 200);

        assertThatThrownBy(() -> frozen.map(VALUE))
                .hasMessage("the mapping was stopped: more than 4000000 steps for one value");
    }

    @Test
    void aRegularExpression_hasAtMost2000Characters() throws MappingException {
        assertThat(Mapping.parse("{x: (\"a\" | test(\"a\" * 2000))}").map(VALUE))
                .hasToString("[{\"x\":false}]");
        assertThatThrownBy(
                        () -> Mapping.parse("{x: (\"a\" | test(\"a\" * 2001))}").map(VALUE))
                .hasMessage("the mapping was stopped: a regular expression of more than 2000 characters for one value");
    }

    @Test
    void tenThousandRecords_areAllowed() throws MappingException {
        assertThat(Mapping.parse("range(10000) | {x: .}").map(VALUE)).hasSize(10_000);
        assertThatThrownBy(() -> Mapping.parse("range(10001) | {x: .}").map(VALUE))
                .hasMessage("the mapping was stopped: more than 10000 records for one value");
    }

    /** The rest of the time is for reading and applying the records. */
    @Test
    void aMessageOfSlowValues_endsBeforeItsThreadCountsAsStuck() {
        Duration lastValue = Duration.ofMillis(Budget.PATIENCE * Mapping.MAX_MILLIS);

        assertThat(FeedReader.MAPPING_TIME.plus(lastValue))
                .isLessThanOrEqualTo(ServiceThread.STUCK_AFTER.minusSeconds(3));
    }

    @Test
    void aDeepValue_isRefused() {
        JsonNode deep = Json.of("[".repeat(900) + "]".repeat(900));

        assertThatThrownBy(() -> Mapping.parse("{x: .}").map(deep))
                .hasMessage("the mapping was stopped: too large or too deep a value for one value");
    }
}
