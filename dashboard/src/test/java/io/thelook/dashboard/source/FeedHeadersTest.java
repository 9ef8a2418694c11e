package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedHeadersTest {

    @Test
    void headersInOneLine_areSeparatedByBarsBetweenSpaces() {
        assertThat(read("Authorization: Bearer a|b:c=; d, e | X-Key:1 | Cookie: a=b; c=d"))
                .isEqualTo(Map.of("Authorization", "Bearer a|b:c=; d, e", "X-Key", "1", "Cookie", "a=b; c=d"));
    }

    @Test
    void headersInSeveralLines_mayContainBars() {
        assertThat(read("\nAuthorization: a | b: c\r\n\n  X-Key: 1  \n"))
                .isEqualTo(Map.of("Authorization", "a | b: c", "X-Key", "1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3cret",
                ": s3cret",
                "X-Key:",
                "X-Key: s3cret\rHost: evil",
                "X-Key: s3cret\u0000",
                "X-Key: s3crét",
                "X Key: s3cret",
                "X-Key: s3cret | ok",
                "X-Key: s3cret\nok"
            })
    void textThatIsNoHeader_isRefusedWithoutItsValue(String text) {
        assertRefused(
                text,
                "expected headers such as \"Authorization: Bearer token\","
                        + " one in each line or with \" | \" between them");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Host: s3cret",
                "connection: s3cret",
                "UPGRADE: s3cret",
                "Content-Length: 1",
                "Transfer-Encoding: chunked",
                "Sec-WebSocket-Key: s3cret",
                "sec-websocket-protocol: s3cret",
                "X-Key: 1\nSec-WebSocket-Extensions: s3cret"
            })
    void headersOfTheHandshakeItself_areRefused(String text) {
        assertRefused(
                text,
                "expected none of Host, Connection, Upgrade, Content-Length, Transfer-Encoding and"
                        + " Sec-WebSocket-…, which the dashboard sets itself");
    }

    @Test
    void tooMuch_isRefused() {
        assertRefused("X-Key: s3cret | x-key: s3cret", "expected each header only once");
        assertRefused("X-Key: s3cret" + "x".repeat(8_192), "expected at most 8192 characters");
        assertRefused(
                IntStream.range(0, 17).mapToObj(i -> "X-" + i + ": s3cret").collect(Collectors.joining("\n")),
                "expected at most 16 headers");
    }

    private static void assertRefused(String text, String expected) {
        assertThatThrownBy(() -> FeedHeaders.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessage(expected);
    }

    @Test
    void secrets_areLeftOutOfWords() {
        FeedHeaders headers = FeedHeaders.parse(
                "Authorization: Basic c2hvcHBlcjpwYSQkd29yZA== | X-Api-Key: abcdef== | Cookie: sid=s3cret; lang=de");
        Secrets secrets = new Secrets(headers.secrets());

        assertThat(secrets.removedFrom(
                        "bad Basic c2hvcHBlcjpwYSQkd29yZA==, shopper:pa$$word, pa$$word, abcdef, s3cret"))
                .isEqualTo("bad …, …, …, …, …");
        assertThat(headers).hasToString("Authorization, Cookie, X-Api-Key");
        assertThat(headers.hasAuthorization()).isTrue();
        assertThat(FeedHeaders.NONE.hasAuthorization()).isFalse();
    }

    private static Map<String, String> read(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        FeedHeaders.parse(text).forEach(values::put);
        return values;
    }
}
