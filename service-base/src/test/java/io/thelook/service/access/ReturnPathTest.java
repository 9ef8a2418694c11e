package io.thelook.service.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReturnPathTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/connect", "/connect?window=15&country=S%C3%A3o#top", "/a/b/../c", "/%0d%0a", "/:80@x"})
    void pathOfThisServer_isTaken(String to) {
        assertThat(ReturnPath.of(to)).isEqualTo(to);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "connect",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "/\t/evil.example",
                "/\n/evil.example",
                "/a//evil.example",
                "/.//evil.example",
                "https://evil.example",
                "https:evil.example",
                "javascript:alert(1)",
                " /connect",
                "/connect ",
                "/connect\r\nSet-Cookie: a=b",
                "/\u0000",
                "/\u007f",
                "/ä",
                "/\u2028"
            })
    void anyOther_isThePage(String to) {
        assertThat(ReturnPath.of(to)).isEqualTo("/");
    }

    @Test
    void longPath_isThePage() {
        assertThat(ReturnPath.of("/" + "a".repeat(2_001))).isEqualTo("/");
    }

    /** Random text of what is special in a URL, seed 7. */
    @Test
    void whatIsTaken_staysOnThisServer() {
        Random random = new Random(7);
        String special = "/\\.:@?#%&=\t\r\n \u0000ax0";
        URI own = URI.create("http://own.example:3000/signin");
        for (int i = 0; i < 100_000; i++) {
            StringBuilder to = new StringBuilder("/");
            random.ints(random.nextInt(6), 0, special.length()).forEach(at -> to.append(special.charAt(at)));
            String path = ReturnPath.of(to.toString());
            // As browsers do, which java.net.URI does not.
            String read = path.replace('\\', '/').replaceAll("[\t\r\n]", "").replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
            String once = read.replaceFirst("#.*", "");

            assertThat(own.resolve(once).getAuthority()).as(to.toString()).isEqualTo("own.example:3000");
        }
    }
}
