package io.thelook.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AllowedHostsTest {

    private static AllowedHosts hosts(String text) {
        return new AllowedHosts.FromText().convert(text);
    }

    @ParameterizedTest
    @CsvSource({
        "shop.example, true",
        "SHOP.example:3000, true",
        "a.intranet.example, true",
        "a.b.intranet.example:80, true",
        "intranet.example, false",
        "evilintranet.example, false",
        ".intranet.example, false",
        "shop.example.evil.example, false",
        "evil.example, false",
        "evil.example., false",
        "shop.example., true",
        "localhost.:3000, true",
        "a{b.evil.example:3000, false",
        "xshop.example, false",
        // Names that no site can have.
        "localhost:3000, true",
        "dashboard, true",
        "127.0.0.1:3000, true",
        "10.1.2.3, true",
        "[::1]:3000, true",
        "[::ffff:10.1.2.3]:3000, true",
        "1.2.3.4.evil.example, false",
        "1.2.3, false"
    })
    void names_areThoseOfTheList_besideAddressesAndNamesWithoutADot(String host, boolean isAllowed) {
        assertThat(hosts("Shop.Example, *.intranet.example").allow(List.of(host)))
                .isEqualTo(isAllowed);
        assertThat(AllowedHosts.ANY.allow(List.of(host))).isTrue();
    }

    @Test
    void allOfTheHosts_mustBeAllowed() {
        assertThat(hosts("a.example b.example").allow(List.of("a.example", "b.example")))
                .isTrue();
        assertThat(hosts("a.example").allow(List.of("a.example", "b.example"))).isFalse();
        assertThat(hosts("a.example").allow(List.of())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "a.example,",
                "https://a.example",
                "a.example:3000",
                "*",
                "*.",
                "a.*.example",
                "a.example/",
                "a b*"
            })
    void anythingElse_isNoName(String text) {
        assertThatThrownBy(() -> hosts(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("expected names of hosts without ports");
    }
}
