package io.thelook.dashboard.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.model.MappingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MappingTest {

    @TempDir
    private Path folder;

    @Test
    void thelook_givesTheValueItself() throws MappingException {
        JsonNode record = Json.of("{\"order_id\": 1, \"item_id\": null, \"sale_price\": 20.00}");

        assertThat(Mapping.of("thelook").isIdentity()).isTrue();
        assertThat(Mapping.of("thelook").map(record)).singleElement().isSameAs(record);
        assertThat(Mapping.of("shopify").isIdentity()).isFalse();
    }

    @Test
    void programOfThelook_givesTheValueItself() throws MappingException {
        JsonNode record = Json.of("{\"order_id\": 1, \"item_id\": null}");

        assertThat(Mapping.parse(Mapping.program(" thelook ")).map(record))
                .singleElement()
                .isSameAs(record);
    }

    @Test
    void aFile_isReadAsAProgram() throws IOException, MappingException {
        Path file = folder.resolve("my shop.jq");
        Files.writeString(file, "# ours\n.lines[] | {order_id: .o, item_id: .i, sale_price: .p}\n");

        List<JsonNode> records = Mapping.of(file.toString())
                .map(Json.of("{\"lines\":[{\"o\":1,\"i\":2,\"p\":3.50},{\"o\":1,\"i\":3}]}"));

        assertThat(records)
                .hasToString("[{\"order_id\":1,\"item_id\":2,\"sale_price\":3.50}, {\"order_id\":1,\"item_id\":3}]");
    }

    @Test
    void ofAFileThatIsNoProgram_namesTheFileAndThePlace() throws IOException {
        Path broken =
                Files.writeString(folder.resolve("broken.jq"), ".orders[]\n  | {order_id: .id,\n     item_id: }\n");
        Path large = Files.writeString(folder.resolve("large.jq"), "#".repeat(256 * 1024 + 1));
        Path empty = Files.writeString(folder.resolve("empty.jq"), " \n");
        Path binary = Files.write(folder.resolve("binary.jq"), new byte[] {'.', (byte) 0xFF});

        assertFails(broken.toString(), broken + ": line 3, column 15: unexpected \"}\", expected one of ");
        assertFails(large.toString(), large + ": larger than 256 KB, expected a jq program");
        assertFails(empty.toString(), empty + ": empty, expected a jq program");
        assertFails(binary.toString(), binary + ": not UTF-8 text, expected a jq program");
        assertFails(folder + "/none.jq", folder + "/none.jq: cannot be read, expected a mapping file that exists");
        assertFails(folder + "/a\0.jq", folder + "/a .jq: cannot be read");
        assertFails(
                "Shopfy",
                "Shopfy: expected thelook, shopify, woocommerce, magento, stripe, or the path of a mapping file that ends in .jq");
    }

    private static void assertFails(String name, String message) {
        assertThatThrownBy(() -> Mapping.of(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .message()
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    .a | | .b                      ~ line 1, column 6: unexpected "|", expected one of
                    {a: "b}                        ~ line 1, column 7: unexpected the end, expected the end of a string
                    .a ^ 2                         ~ line 1, column 4: a character that jq does not know
                    .a ; .b                        ~ line 1, column 4: unexpected ";", expected one of
                    [.a                            ~ unexpected the end, expected one of
                    if .a then 1 end               ~ line 1, column 14: unexpected "end", expected
                    .a | prices                    ~ line 1, column 6: unknown function prices with 0 arguments
                    .x | minor("EUR"; 2)           ~ line 1, column 6: unknown function minor with 2 arguments
                    .price as $p | $price          ~ line 1, column 16: unknown variable $price
                    $ENV                           ~ line 1, column 1: unknown variable $ENV
                    $__loc__                       ~ line 1, column 1: unknown variable $__loc__
                    env                            ~ line 1, column 1: unknown function env with 0 arguments
                    input                          ~ line 1, column 1: unknown function input with 0 arguments
                    import "a" as a; .             ~ import, include and module are not available in a mapping
                    include "/etc/passwd"; .       ~ import, include and module are not available in a mapping
                    a::b                           ~ a::b: modules are not available in a mapping
                    99999999999999999999           ~ For input string: "99999999999999999999"
                    """)
    void parseOfWhatIsNoProgram_namesThePlace(String program, String message) {
        assertThatThrownBy(() -> Mapping.parse(program))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', textBlock = """
                    label   ~ unexpected the end, expected "$"
                    def f   ~ unexpected the end, expected one of "(" ":"
                    {a      ~ unexpected the end, expected one of "}" ":" ","
                    . as x  ~ unexpected "x", expected one of "[" "$" "{"
                    .a .. b ~ unexpected "..", expected one of the end "and" "or" "//" "==" "!=" ">" ">=" …
                    """)
    void parseErrors_listTheFirstFewTokensExpected(String program, String message) {
        assertThatThrownBy(() -> Mapping.parse(program)).message().endsWith(": " + message);
    }

    @Test
    void parseErrors_skipCommentsWhenTheyLookForAName() {
        assertThatThrownBy(() -> Mapping.parse("# prices of .prices\n.prices\n  | prices"))
                .hasMessage("line 3, column 5: unknown function prices with 0 arguments");
    }

    @Test
    void aProgramOfTheLargestSize_isAllowed() throws IOException, MappingException {
        String program = "{a: 1} #" + "x".repeat(256 * 1024 - 8);
        Path file = Files.writeString(folder.resolve("largest.jq"), program);

        assertThat(Mapping.parse(program).map(Json.of("{}"))).hasToString("[{\"a\":1}]");
        assertThat(Mapping.of(file.toString()).map(Json.of("{}"))).hasToString("[{\"a\":1}]");
        assertThatThrownBy(() -> Mapping.parse(program + "x"))
                .hasMessage("longer than 262144 characters, expected a jq program");
    }

    @Test
    void deeplyNestedProgram_isRefused() {
        assertThatThrownBy(() -> Mapping.parse("[".repeat(100_000) + "]".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("nested too deeply, expected a shorter jq program");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "\"text\"", "[]", "null", "{a: 1}, 2", ". as {$missing} | $missing"})
    void somethingOtherThanObjects_isRefused(String program) {
        assertThatThrownBy(() -> Mapping.parse(program).map(Json.of("{}")))
                .isInstanceOf(MappingException.class)
                .hasMessageStartingWith("the mapping gave ")
                .hasMessageEndingWith(", expected an object");
        assertThatThrownBy(() -> Mapping.of("thelook").map(Json.of("[]"))).isInstanceOf(MappingException.class);
    }

    @Test
    void nothing_isNoRecords() throws MappingException {
        assertThat(Mapping.parse("empty").map(Json.of("{}"))).isEmpty();
    }

    @Test
    void fieldsThatAreNull_areLeftOut_andTheIncomingValueStays() throws MappingException {
        JsonNode value = Json.of("{\"a\":1,\"b\":null,\"c\":{\"d\":null}}");

        assertThat(Mapping.parse(". | .").map(value)).hasToString("[{\"a\":1,\"c\":{\"d\":null}}]");
        assertThat(value).hasToString("{\"a\":1,\"b\":null,\"c\":{\"d\":null}}");
    }

    @Test
    void messages_areOneShortLineWithoutControlCharacters() {
        Mapping mapping = Mapping.parse("error(.)");

        assertThatThrownBy(() -> mapping.map(Json.of("\"no\\u001b[31m\\nprice \\u202e\" ")))
                .hasMessage("no [31m price");
        assertThatThrownBy(() -> mapping.map(Json.of("\"" + "😀".repeat(1_000) + "\"")))
                .message()
                .hasSizeLessThanOrEqualTo(200)
                .endsWith("😀…");
    }

    @Test
    void aMappingThatFailed_worksOnTheNextValue() throws MappingException {
        Mapping mapping = Mapping.parse("if .loop then [range(1e9)] else {a: .price} end");

        assertThatThrownBy(() -> mapping.map(Json.of("{\"loop\":true}"))).isInstanceOf(MappingException.class);
        assertThat(mapping.map(Json.of("{\"price\":1.10}"))).hasToString("[{\"a\":1.10}]");
    }

    @Test
    void manyThreads_getTheirOwnRecords() {
        Mapping mapping = Mapping.parse("{total: ([range(0; 50) as $i | $i * .price] | add)}");

        List<String> totals = IntStream.range(0, 2_000)
                .parallel()
                .mapToObj(price -> {
                    try {
                        return mapping.map(Json.of("{\"price\":" + price + "}"))
                                .get(0)
                                .get("total")
                                .asText();
                    } catch (MappingException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();

        assertThat(totals)
                .isEqualTo(IntStream.range(0, 2_000)
                        .mapToObj(price -> String.valueOf(1_225 * price))
                        .toList());
    }
}
