package io.thelook.dashboard.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.Property;
import io.thelook.dashboard.window.Query;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryTextTest {

    @Test
    void nothing_isTheDefault() {
        assertThat(QueryText.parse("")).isEqualTo(Query.DEFAULT);
    }

    @Test
    void everything_isRead() {
        assertThat(
                        QueryText.parse(
                                "window=15&country=S%C3%A3o%20Tom%C3%A9&country=Spain&traffic_source=Search&not.item_status=Cancelled"))
                .isEqualTo(new Query(
                        15,
                        new Filter(
                                Map.of(
                                        Property.COUNTRY, Set.of("São Tomé", "Spain"),
                                        Property.TRAFFIC_SOURCE, Set.of("Search")),
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
                "country          | country=: expected 1 to 256 characters",
                "country=%zz      | %zz: expected percent-encoded UTF-8"
            })
    void anythingElse_isRefusedByName(String text, String message) {
        assertThatThrownBy(() -> QueryText.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void tooMuch_isRefused() {
        String many = "country=" + "x&country=".repeat(QueryText.MOST_VALUES) + "x";
        assertThatThrownBy(() -> QueryText.parse(many)).hasMessage("country=x: expected at most 50 values in all");
        assertThatThrownBy(() -> QueryText.parse("country=" + "x".repeat(257)))
                .hasMessageStartingWith("country=xxxx")
                .hasMessageEndingWith("…: expected 1 to 256 characters");
    }
}
