package io.thelook.dashboard.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.model.MappingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions that jackson-jq defines in Java, on values that would make them slow or large. */
class BuiltinsTest {

    /** An array that is small in memory and has more than a million nodes when written. */
    private static final String DEEP = "reduce range(20) as $i (1; [., .])";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tojson",
                "tostring",
                "try error catch 1",
                "try error(.) catch 1",
                "sort_by(1)",
                "group_by(1)",
                "min_by(1)",
                "max_by(1)",
                "from_entries",
                "[paths(false)]",
                "@base64",
                "@base64d",
                "@html",
                "@sh",
                "@uri",
                "@csv",
                "@tsv"
            })
    void aFunctionOfAWholeValue_refusesAHugeOne(String function) throws MappingException {
        assertStopped(DEEP + " | " + function, "too large or too deep a value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "type", "keys | length", "map(1) | length", "first | 1", "has(0)"})
    void aFunctionOfTheTopOfAValue_takesAHugeOne(String function) throws MappingException {
        assertThat(Mapping.parse("{x: (" + DEEP + " | " + function + " | 1)}").map(Json.of("{}")))
                .hasToString("[{\"x\":1}]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    "a" * 5000                ~ contains("b" * 10000)
                    "a" * 5000                ~ index("b" * 10000)
                    "a" * 5000                ~ rindex("b" * 10000)
                    "a" * 5000                ~ indices("b" * 10000)
                    "a" * 5000                ~ split("b" * 10000)
                    [range(5000)]             ~ join("b" * 10000)
                    [range(5000)]             ~ contains([range(10000)])
                    [range(5000)]             ~ delpaths([range(5000) | [.]])
                    """)
    void aFunctionOfTwoLargeValues_isRefused(String value, String function) {
        assertStopped(value + " | " + function, "a function on a value that is too large");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    "a" * 4999 | contains("b" * 9999)           ~ false
                    "a" * 4999 | index("a" * 4999)              ~ 0
                    [range(4999)] | contains([range(2000)])     ~ true
                    """)
    void aFunctionOfTwoValuesWithinTheLimit_isAllowed(String program, String result) throws MappingException {
        assertThat(Mapping.parse("{x: (" + program + ")}").map(Json.of("{}"))).hasToString("[{\"x\":" + result + "}]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "setpath([100001]; 1)",
                "setpath([\"a\", -100001]; 1)",
                "getpath([100001]) |= 1",
                ".[100001] = 1",
                ".[0:100001] = [1]",
                ".[100001:] = [1]",
            })
    void anIndexThatWouldMakeALongArray_isRefused(String program) {
        assertStopped("null | " + program, "an index beyond 100000");
    }

    private static void assertStopped(String program, String why) {
        assertThatThrownBy(() -> Mapping.parse("{x: (" + program + " | 1)}").map(Json.of("{}")))
                .isInstanceOf(MappingException.class)
                .hasMessage("the mapping was stopped: " + why + " for one value");
    }
}
