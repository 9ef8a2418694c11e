package io.thelook.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Query;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTextTest {

    @Test
    void nothing_isTheDefault() {
        assertThat(QueryText.parse("")).isEqualTo(Query.DEFAULT);
    }

    @Test
    void everything_isRead() {
        assertThat(
                        QueryText.parse(
                                "window=15&country=S%C3%A3o%20Tom%C3%A9&country=Spain&product=Cup%20%26%20saucer&not.item_status=Cancelled"))
                .isEqualTo(new Query(
                        15,
                        new Filter(
                                Map.of(
                                        Property.COUNTRY, Set.of("São Tomé", "Spain"),
                                        Property.PRODUCT, Set.of("Cup & saucer")),
                                Map.of(Property.ITEM_STATUS, Set.of("Cancelled")))));
    }

    @Test
    void sameValuesInAnotherOrder_areTheSameQuery() {
        assertThat(QueryText.parse("country=a&country=b&window=1"))
                .isEqualTo(QueryText.parse("window=1&country=b&country=a&country=b"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window=7         | window=7: expected 1, 5 or 15",
                "window=          | window=: expected 1, 5 or 15",
                "colour=red       | colour: expected window, country,",
                "not.window=1     | not.window: expected window, country,",
                "country          | country=: expected a value",
                "country=%zz      | %zz: expected percent-encoded UTF-8",
                "country=%ff      | %ff: expected percent-encoded UTF-8",
                "country=%EF%BF%BD%ff | %EF%BF%BD%ff: expected percent-encoded UTF-8"
            })
    void anythingElse_isRefusedByName(String text, String message) {
        assertThatThrownBy(() -> QueryText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "%C3%A9", "%E6%BC%A2", "%F0%9F%91%A9", "é", "漢", "👩"})
    void query_ofTheLongestLength_isReadAndALongerOneRefused(String character) {
        int bytes = character.startsWith("%") || character.equals("x")
                ? character.length()
                : 3 * character.getBytes(StandardCharsets.UTF_8).length;
        String query = "country=" + character.repeat((QueryText.LONGEST - 8) / bytes);
        String longest = query + "x".repeat((QueryText.LONGEST - 8) % bytes);

        assertThat(QueryText.parse(longest).filter().only().get(Property.COUNTRY))
                .hasSize(1);
        assertThatThrownBy(() -> QueryText.parse(longest + "x"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a query of 4001 bytes: expected at most 4000, percent-encoded");
    }

    @Test
    void query_ofManyValues_isRead() {
        String many = IntStream.range(0, 300).mapToObj(i -> "country=" + i).collect(Collectors.joining("&"));

        assertThat(QueryText.parse(many).filter().only().get(Property.COUNTRY)).hasSize(300);
    }
}
