package io.thelook.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictJsonTest {

    private final ObjectMapper json = StrictJson.mapper();

    /** A body with a field of each type. */
    record Body(String text, Integer whole, Double number, Boolean flag) {}

    private Body read(String body) throws IOException {
        return json.readValue(body.getBytes(StandardCharsets.UTF_8), Body.class);
    }

    @Test
    void rightTypes_areBound() throws IOException {
        assertThat(read("{\"text\":\"7\",\"whole\":7,\"number\":7,\"flag\":true}"))
                .isEqualTo(new Body("7", 7, 7., true));
        assertThat(read("{\"text\":null,\"number\":0.5}")).isEqualTo(new Body(null, null, .5, null));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"text":7}                  | text   | 7
                    {"text":7.5}                | text   | 7.5
                    {"text":true}               | text   | true
                    {"text":["a", {"b":null}]}  | text   | ["a",{"b":null}]
                    {"whole":1.0}               | whole  | 1.0
                    {"whole":"1"}               | whole  | "1"
                    {"whole":""}                | whole  | ""
                    {"whole":3000000000}        | whole  | 3000000000
                    {"whole":false}             | whole  | false
                    {"number":"1"}              | number | "1"
                    {"number":"say \\"1\\""}      | number | "say \\"1\\""
                    {"number":{}}               | number | {}
                    {"flag":1}                  | flag   | 1
                    {"flag":"true"}             | flag   | "true"
                    {"flag":[true}              | flag   | …
                    """)
    void wrongTypes_areToldByFieldAndValue(String body, String field, String value) {
        JsonMappingException failure = catchThrowableOfType(JsonMappingException.class, () -> read(body));

        assertThat(StrictJson.field(failure)).contains(field);
        assertThat(StrictJson.value(failure)).isEqualTo(value);
    }

    @Test
    void unknownField_isAnError() {
        UnrecognizedPropertyException failure =
                catchThrowableOfType(UnrecognizedPropertyException.class, () -> read("{\"other\":1}"));

        assertThat(StrictJson.field(failure)).contains("other");
    }

    @Test
    void streamsAndTexts_areReadAlike() {
        String body = "{\"whole\":\"1\"}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);

        Stream.of(
                        catchThrowableOfType(
                                JsonMappingException.class,
                                () -> json.readValue(new ByteArrayInputStream(bytes), Body.class)),
                        catchThrowableOfType(JsonMappingException.class, () -> json.readValue(body, Body.class)))
                .forEach(failure -> assertThat(StrictJson.value(failure)).isEqualTo("\"1\""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"[1] | [1]", "7 | 7", "\"\" | \"\"", "true | true", "`` | missing"})
    void bodyThatIsNoObject_isToldWithoutAField(String body, String value) {
        JsonMappingException failure = catchThrowableOfType(JsonMappingException.class, () -> read(body));

        assertThat(StrictJson.field(failure)).isEmpty();
        assertThat(StrictJson.value(failure)).isEqualTo(value);
    }

    @Test
    void duplicateField_isAnError() {
        IOException failure = catchThrowableOfType(IOException.class, () -> read("{\"whole\":1,\"whole\":1}"));

        assertThat(failure).hasMessageContaining("Duplicate field 'whole'");
        assertThat(StrictJson.field(failure)).isEmpty();
    }
}
