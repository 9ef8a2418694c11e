package io.thelook.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.Query;
import io.thelook.service.start.BadSetting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesFileTest {

    private static final String SECRET = "T0GEHEIM/B0GEHEIM/geheimnis";
    private static final String WEBHOOK =
            "\"webhooks\":{\"ops\":{\"format\":\"slack\",\"url\":\"https://hooks.example/" + SECRET + "\"}}";
    private static final String RULE = "{\"name\":\"Few\",\"figure\":\"num_orders\",\"below\":5}";

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path file;

    @BeforeEach
    void path() {
        file = folder.resolve("alerts.json");
    }

    private AlertRules read(String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return RulesFile.read(file, environment::get);
    }

    private static String rules(String... rules) {
        return "{" + WEBHOOK + ",\"rules\":[" + String.join(",", rules) + "]}";
    }

    private static String webhook(String fields) {
        return "{\"webhooks\":{\"ops\":{" + fields.replace('\'', '"') + "}},\"rules\":[" + RULE + "]}";
    }

    @Test
    void everythingSet_isRead() throws IOException {
        environment.put("SLACK_URL", "https://hooks.slack.example/services/" + SECRET + "\n");
        Files.writeString(folder.resolve("teams-url"), "https://prod.example:8443/workflows/1?sig=geheim\n");
        AlertRules rules = read(("""
                {"page":"https://dash.example/shop/",
                 "webhooks":{"team":{"format":"slack","url_env":"SLACK_URL"},
                             "office":{"format":"teams","url_file":"teams-url"},
                             "pager":{"format":"json","url":"http://localhost:9/in","token":"abc"}},
                 "rules":[{"name":"Few orders in Brasil","query":"window=5&country=Brasil&not.item_status=Cancelled",
                           "figure":"num_orders","below":5,"recovery":8.5,"for_seconds":60,"repeat_minutes":90,
                           "webhooks":["pager","team"]},
                          {"name":"Low margin","figure":"gross_margin","below":0.3},
                          {"name":"Silence","no_data_seconds":45}]}
                """));

        assertThat(rules.page()).contains(URI.create("https://dash.example/shop/"));
        Rule few = rules.rules().get(0);
        assertThat(few.name()).isEqualTo("Few orders in Brasil");
        assertThat(few.query()).isEqualTo(QueryText.parse("window=5&country=Brasil&not.item_status=Cancelled"));
        assertThat(few.condition().figure()).isEqualTo(Figure.NUM_ORDERS);
        assertThat(few.condition().side()).isEqualTo(Condition.Side.BELOW);
        assertThat(few.condition().limit()).isEqualByComparingTo("5");
        assertThat(few.condition().recovery()).isEqualByComparingTo("8.5");
        assertThat(few.hold()).hasSeconds(60);
        assertThat(few.repeat()).contains(Duration.ofMinutes(90));
        assertThat(few.webhooks()).extracting(Webhook::name).containsExactly("pager", "team");
        assertThat(few.webhooks().get(0).token()).contains("abc");
        assertThat(few.webhooks().get(1).address())
                .hasToString("https://hooks.slack.example/services/" + SECRET)
                .satisfies(address -> assertThat(few.webhooks().get(1)).hasToString("team (hooks.slack.example)"));
        Rule margin = rules.rules().get(1);
        assertThat(margin.query()).isEqualTo(Query.DEFAULT);
        assertThat(margin.condition().recovery()).isEqualByComparingTo("0.3");
        assertThat(margin.hold()).as("the default").hasSeconds(30);
        assertThat(margin.repeat()).isEmpty();
        assertThat(margin.webhooks())
                .extracting(Webhook::format)
                .containsExactly(Format.SLACK, Format.TEAMS, Format.JSON);
        Rule silence = rules.rules().get(2);
        assertThat(silence.condition().isAboutSilence()).isTrue();
        assertThat(silence.condition().limit()).isEqualByComparingTo("45");
        assertThat(silence.hold()).isZero();
        assertThat(rules.queries()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"figure\":\"num_orders\",\"below\":5} | rule 1: name: expected 1 to 100 characters, in one line",
                "{\"name\":\" \",\"figure\":\"num_orders\",\"below\":5} | rule 1: name: expected 1 to 100 characters, in one line",
                "{\"name\":\"a\\nb\",\"figure\":\"num_orders\",\"below\":5} | rule 1: name: expected 1 to 100 characters, in one line",
                "{\"name\":7} | rule 1: name=7: expected a text",
                "7 | rule 1: expected a JSON object",
                "{\"name\":\"x\",\"figure\":\"num_orders\"} | rule 1 “x”: expected one of above, below and no_data_seconds",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"above\":9,\"below\":5} | rule 1 “x”: expected one of above, below and no_data_seconds",
                "{\"name\":\"x\",\"above\":9} | rule 1 “x”: figure: expected one of num_orders, num_order_items, total_sales, average_order_value, orders_per_minute, gross_margin, refunds",
                "{\"name\":\"x\",\"figure\":\"orders\",\"above\":9} | rule 1 “x”: figure: expected one of num_orders, num_order_items, total_sales, average_order_value, orders_per_minute, gross_margin, refunds",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"above\":\"9\"} | rule 1 “x”: above=\"9\": expected a number of at most 6 decimals, up to 1000000000000",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"above\":1e999999999} | rule 1 “x”: above=1E+999999999: expected a number of at most 6 decimals, up to 1000000000000",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"above\":9,\"recovery\":10} | rule 1 “x”: recovery=10: expected 9 (the limit) or less",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"below\":9,\"recovery\":8} | rule 1 “x”: recovery=8: expected 9 (the limit) or more",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"above\":9,\"for_seconds\":-1} | rule 1 “x”: for_seconds=-1: expected a whole number from 0 to 86400",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"above\":9,\"for_seconds\":1.5} | rule 1 “x”: for_seconds=1.5: expected a whole number from 0 to 86400",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"above\":9,\"repeat_minutes\":0} | rule 1 “x”: repeat_minutes=0: expected a whole number from 1 to 10080",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"above\":9,\"query\":\"window=7\"} | rule 1 “x”: query: window=7: expected 1, 5 or 15",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"above\":9,\"query\":\"land=Brasil\"} | rule 1 “x”: query: land: expected window, country, traffic_source, category, item_status, age, gender, product, or one of the latter after not.",
                "{\"name\":\"x\",\"figure\":\"num_orders\",\"abov\":9} | rule 1 “x”: abov: expected one of name, query, figure, above, below, recovery, for_seconds, repeat_minutes, webhooks",
                "{\"name\":\"x\",\"no_data_seconds\":0} | rule 1 “x”: no_data_seconds=0: expected a whole number from 1 to 86400",
                "{\"name\":\"x\",\"no_data_seconds\":9,\"query\":\"window=1\"} | rule 1 “x”: query: expected one of name, no_data_seconds, repeat_minutes, webhooks",
                "{\"name\":\"x\",\"no_data_seconds\":9,\"webhooks\":[]} | rule 1 “x”: webhooks: expected an array of 1 to 10",
                "{\"name\":\"x\",\"no_data_seconds\":9,\"webhooks\":[\"pager\"]} | rule 1 “x”: webhooks=pager: expected names of ops",
            })
    void badRule_isRefusedInOneLineThatNamesIt(String rule, String expected) {
        assertRefused(rules(rule), expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'format':'irc','url':'https://a.example/x' | webhooks ops: format: expected slack, teams or json",
                "'url':'https://a.example/x' | webhooks ops: format: expected slack, teams or json",
                "'format':'json','url':'https://a.example/x','header':'x' | webhooks ops: header: expected one of format, url, url_env, url_file, token, token_env, token_file",
                "'format':'json','url':'https://a.example/geheim','url_env':'X' | webhooks ops: url: expected only one of url, url_env and url_file",
                "'format':'json','url_env':'geheim' | webhooks ops: url_env: expected the name of an environment variable that is set",
                "'format':'json','url_file':'geheim' | webhooks ops: url_file: expected the path of a file that can be read",
                "'format':'json','url':['geheim'] | webhooks ops: url: expected a text",
                "'format':'json','url':'https://a.example/x','token':'geheim geheim' | webhooks ops: token: expected printable ASCII characters",
            })
    void badWebhook_isRefusedWithoutItsSecrets(String fields, String expected) {
        assertRefused(webhook(fields), expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://a.example/geheim",
                "a.example/geheim",
                "https://me:geheim@a.example/",
                "https:///geheim",
                "https://a.example/x#geheim",
                "https://a.example:0/geheim",
                "https://a.example:65536/geheim",
                "https://a.example/ge heim",
                "javascript:geheim",
                ""
            })
    void badAddress_isRefusedWithoutShowingIt(String address) {
        String expected = "url: expected url, url_env or url_file with an address such as "
                + "https://hooks.example.com/…, without user info";

        assertRefused(webhook("'format':'json','url':'" + address + "'"), "webhooks ops: " + expected);
        environment.put("URL", address);
        if (!address.isBlank()) {
            assertRefused(webhook("'format':'json','url_env':'URL'"), "webhooks ops: " + expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | the file: expected a JSON object",
                "[] | the file: expected a JSON object",
                "{} | webhooks: expected a JSON object",
                "{\"webhooks\":{}} | the file: webhooks: expected 1 to 10 webhooks",
                "{\"rule\":[]} | the file: rule: expected one of page, webhooks, rules",
                "{\"page\":\"x\"} | the file: page: expected the address of the page, such as https://dashboard.example.com/",
                "{\"page\":geheim} | line 1, column 9: expected JSON",
                "{\"page\":1,\"page\":2} | line 1, column 17: expected each field once",
                "{} {} | line 1, column 4: expected JSON",
            })
    void badFile_isRefused(String text, String expected) {
        assertRefused(text, expected);
    }

    @Test
    void exampleOfTheDocument_isARulesFile() throws IOException {
        Path secret = folder.resolve("teams_webhook_url");
        Files.writeString(secret, "https://a.example/");
        environment.put("SLACK_WEBHOOK_URL", "https://a.example/");
        environment.put("ALERTS_TOKEN", "abc");
        Matcher example = Pattern.compile("```json\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(Path.of("..", "docs", "alerts.md")));
        assertThat(example.find()).isTrue();

        AlertRules rules = read(example.group(1).replace("/run/secrets/teams_webhook_url", secret.toString()));

        assertThat(rules.rules()).hasSize(3);
        assertThat(rules.webhooks()).hasSize(3);
    }

    @Test
    void limits_areKept() {
        String many = IntStream.range(0, RulesFile.MOST_RULES + 1)
                .mapToObj(i -> RULE.replace("Few", "Few " + i))
                .collect(Collectors.joining(","));

        assertRefused(rules(many), "the file: rules: expected an array of 1 to 100");
        assertRefused(rules(), "the file: rules: expected an array of 1 to 100");
        assertRefused(rules(RULE, RULE), "rule 2: name=Few: expected a name that no other rule has");
        assertRefused(" ".repeat(RulesFile.MOST_BYTES + 1), "expected a file of at most 256 KB that can be read");
        assertThat(read(rules(many.substring(0, many.lastIndexOf(",{")))).rules())
                .hasSize(RulesFile.MOST_RULES);
    }

    @Test
    void secrets_areInNoText() {
        AlertRules rules = read(rules(RULE));

        assertThat(List.of(rules.webhooks().toString()))
                .allSatisfy(text -> assertThat(text).doesNotContain("GEHEIM"));
        assertThat(rules.rules().toString()).doesNotContain("GEHEIM", "geheim");
    }

    private void assertRefused(String text, String expected) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(BadSetting.class)
                .hasMessage("ALERTS=" + file + ": " + expected)
                .message()
                .doesNotContain("GEHEIM", "geheim ", "\n");
    }
}
