package io.thelook.dashboard.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.alert.Notice.Kind;
import io.thelook.dashboard.view.QueryText;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PayloadsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FIRED = Instant.parse("2026-03-04T12:00:00.123Z");
    private static final Wording WORDING =
            new Wording("theLook", "USD", Optional.of(URI.create("https://dashboard.example.com/")));

    private static Rule rule(String name, String query, Figure figure, String limit) {
        BigDecimal number = new BigDecimal(limit);
        return new Rule(
                name,
                query,
                QueryText.parse(query),
                new Condition(
                        figure,
                        figure == Figure.DATA_AGE ? Condition.Side.ABOVE : Condition.Side.BELOW,
                        number,
                        figure == Figure.DATA_AGE ? number : new BigDecimal("8")),
                figure == Figure.DATA_AGE ? Duration.ZERO : Duration.ofSeconds(60),
                Optional.empty(),
                List.of(new Webhook(
                        "ops", Format.JSON, URI.create("https://a.example/geheim"), Optional.of("geheim"))));
    }

    private static Notice notice(Kind kind, Rule rule, String value, long seconds) {
        return new Notice("7c0f", "5a1e", kind, rule, new BigDecimal(value), 5L, FIRED.plusSeconds(seconds), FIRED);
    }

    private static String text(Notice notice, Format format) {
        return new String(new Payloads(WORDING, JSON).of(notice, format), UTF_8);
    }

    /** The examples in the document match the messages. */
    @ParameterizedTest
    @EnumSource
    void payload_isTheExampleOfTheDocument(Format format) throws IOException {
        Rule rule = rule("Few orders in Brasil", "window=5&country=Brasil", Figure.NUM_ORDERS, "5");
        Pattern example = Pattern.compile(
                "### `" + format.name().toLowerCase(Locale.ROOT) + "`.*?```json\n(.*?)```", Pattern.DOTALL);
        String document = Files.readString(Path.of("..", "docs", "alerts.md"));

        String documented = example.matcher(document)
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();

        assertThat(JSON.readTree(text(notice(Kind.FIRING, rule, "3", 0), format)))
                .isEqualTo(JSON.readTree(documented));
    }

    @Test
    void slack_escapesWhatItWouldInterpret() throws IOException {
        Rule rule = rule("a < b & <!channel>", "country=<@U1>", Figure.NUM_ORDERS, "5");

        String text = JSON.readTree(text(notice(Kind.FIRING, rule, "3", 0), Format.SLACK))
                .get("text")
                .asText();

        assertThat(text)
                .startsWith("*Alert: a &lt; b &amp; &lt;!channel&gt;*\n")
                .contains("&lt;@U1&gt;")
                .endsWith("\n<https://dashboard.example.com/?country=%3C%40U1%3E|Open the dashboard>");
    }

    @Test
    void teams_hasPlainTextRunsOnly_andTheStateAsColour() throws IOException {
        Rule rule = rule("**a** [x](https://b.example)", "", Figure.NUM_ORDERS, "5");

        var card = JSON.readTree(text(notice(Kind.RECOVERED, rule, "9", 75), Format.TEAMS))
                .at("/attachments/0/content");

        assertThat(card.get("body"))
                .allSatisfy(block -> assertThat(block.get("type").asText()).isEqualTo("RichTextBlock"));
        assertThat(card.at("/body/0/inlines/0/text").asText()).isEqualTo("Recovered: **a** [x](https://b.example)");
        assertThat(card.at("/body/0/inlines/0/color").asText()).isEqualTo("good");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "FIRING       | NUM_ORDERS          | 3      | 0    | Number of orders: 3, below 5 for 1 min.",
                "STILL_FIRING | NUM_ORDERS          | 3      | 3600 | Number of orders: 3. The limit is “below 5”. The alert has lasted 1 h.",
                "RECOVERED    | NUM_ORDERS          | 9      | 75   | Number of orders: 9, no longer below 5. The alert lasted 1 min 15 s.",
                "FIRING       | TOTAL_SALES         | -12345 | 0    | Total sales: -$12,345, below $5 for 1 min.",
                "FIRING       | AVERAGE_ORDER_VALUE | 4.5    | 0    | Average order value: $4.5, below $5 for 1 min.",
                "FIRING       | GROSS_MARGIN        | 0.453  | 0    | Gross margin: 45.3 %, below 500 % for 1 min.",
                "FIRING       | DATA_AGE            | 61.204 | 0    | No data from the feed for 1 min 1 s.",
                "RECOVERED    | DATA_AGE            | 0.2    | 7265 | Data arrives again. The alert lasted 2 h 1 min."
            })
    void detail_isASentence(Kind kind, Figure figure, String value, long seconds, String expected) {
        assertThat(WORDING.detail(notice(kind, rule("x", "", figure, "5"), value, seconds)))
                .isEqualTo(expected);
    }

    @Test
    void otherCurrency_isShownByItsCode() {
        Notice notice = notice(Kind.FIRING, rule("x", "", Figure.REFUNDS, "5"), "3", 0);

        assertThat(new Wording("Tante Emma", "EUR", Optional.empty()).detail(notice))
                .isEqualTo("Refunds: EUR 3, below EUR 5 for 1 min.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window=1 | theLook · Last minute",
                "window=15&country=Brasil&country=China&not.item_status=Cancelled | theLook · Last 15 minutes · Brasil or China · not Cancelled",
                "age=18-24&gender=F | theLook · Last 5 minutes · Age 18-24 · Gender F"
            })
    void scope_isInThePagesWords(String query, String expected) {
        Notice notice = notice(Kind.FIRING, rule("x", query, Figure.NUM_ORDERS, "5"), "3", 0);

        assertThat(WORDING.scope(notice)).isEqualTo(expected);
        assertThat(WORDING.link(notice)).contains("https://dashboard.example.com/?" + query);
    }

    @Test
    void noPayload_containsTheAddressOrTheToken() {
        Notice notice = notice(Kind.FIRING, rule("x", "", Figure.NUM_ORDERS, "5"), "3", 0);

        for (Format format : Format.values()) {
            assertThat(text(notice, format)).doesNotContain("geheim");
        }
    }
}
