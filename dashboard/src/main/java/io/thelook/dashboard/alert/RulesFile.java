package io.thelook.dashboard.alert;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.Query;
import io.thelook.service.start.BadSetting;
import io.thelook.service.start.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** Reads the rules file, the value of ALERTS. docs/alerts.md describes the file. */
final class RulesFile {

    static final int MOST_BYTES = 256_000;
    static final int MOST_RULES = 100;
    static final int MOST_WEBHOOKS = 10;

    private static final int LONGEST_HOLD_SECONDS = 86_400;
    private static final int LONGEST_REPEAT_MINUTES = 10_080;
    private static final int USUAL_HOLD_SECONDS = 30;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final Path path;
    private final UnaryOperator<String> environment;

    private RulesFile(Path path, UnaryOperator<String> environment) {
        this.path = path;
        this.environment = environment;
    }

    /**
     * Reads a file.
     *
     * @param environment returns the value of an environment variable, {@code null} if it is not set
     * @throws BadSetting if the file is invalid; the message is one line that names the place and what was expected
     */
    static AlertRules read(Path path, UnaryOperator<String> environment) {
        return new RulesFile(path, environment).read();
    }

    private AlertRules read() {
        Fields file = new Fields(parse(), "the file", this::bad);
        file.expectOnly("page", "webhooks", "rules");
        Optional<URI> page = file.text("page").map(text -> page(file, text));
        Map<String, Webhook> webhooks = webhooks(file);
        List<JsonNode> nodes = file.list("rules", MOST_RULES);
        List<Rule> rules = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < nodes.size(); i++) {
            Rule rule = rule(new Fields(nodes.get(i), "rule " + (i + 1), this::bad), webhooks);
            if (!names.add(rule.name())) {
                throw bad("rule " + (i + 1) + ": name=" + rule.name() + ": expected a name that no other rule has");
            }
            rules.add(rule);
        }
        return new AlertRules(page, rules);
    }

    private BadSetting bad(String words) {
        return new BadSetting("ALERTS", Shown.text(path.toString()) + ": " + words);
    }

    private JsonNode parse() {
        try {
            return JSON.readTree(bytes(path, MOST_BYTES));
        } catch (JsonProcessingException e) {
            // The message itself may show a part of a webhook's address.
            JsonLocation at = e.getLocation();
            boolean isTwice = e.getOriginalMessage().startsWith("Duplicate");
            throw bad((at == null ? "" : "line " + at.getLineNr() + ", column " + at.getColumnNr() + ": ")
                    + (isTwice ? "expected each field once" : "expected JSON"));
        } catch (IOException e) {
            throw bad("expected a file of at most " + MOST_BYTES / 1_000 + " KB that can be read");
        }
    }

    private static byte[] bytes(Path path, int most) throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException("too long");
            }
            return bytes;
        }
    }

    private static URI page(Fields file, String text) {
        return HttpAddress.parse(text)
                .filter(uri -> uri.getRawQuery() == null)
                .orElseThrow(() ->
                        file.bad("page", "expected the address of the page, such as https://dashboard.example.com/"));
    }

    private Map<String, Webhook> webhooks(Fields file) {
        Map<String, Webhook> webhooks = new LinkedHashMap<>();
        Fields named = file.object("webhooks");
        for (String name : named.names()) {
            webhooks.put(name, webhook(name, named.object(name)));
        }
        if (webhooks.isEmpty() || webhooks.size() > MOST_WEBHOOKS) {
            throw file.bad("webhooks", "expected 1 to " + MOST_WEBHOOKS + " webhooks");
        }
        return webhooks;
    }

    private Webhook webhook(String name, Fields fields) {
        if (name.isBlank() || !Fields.isOneLine(name)) {
            throw bad("webhooks: expected names of 1 to " + Fields.MOST_CHARACTERS + " characters, in one line");
        }
        fields.expectOnly("format", "url", "url_env", "url_file", "token", "token_env", "token_file");
        Format format = fields.text("format")
                .flatMap(Format::named)
                .orElseThrow(() -> fields.bad("format", "expected slack, teams or json"));
        URI address = secret(fields, "url")
                .flatMap(HttpAddress::parse)
                .orElseThrow(() -> fields.bad(
                        "url",
                        "expected url, url_env or url_file with an address such as https://hooks.example.com/…,"
                                + " without user info"));
        Optional<String> token = secret(fields, "token");
        token.filter(text -> !text.chars().allMatch(each -> each > ' ' && each < 0x7F))
                .ifPresent(text -> {
                    throw fields.bad("token", "expected printable ASCII characters");
                });
        return new Webhook(name, format, address, token);
    }

    /**
     * A secret in the file itself, in an environment variable, or in a separate file. No message shows the name of the
     * variable or the file, because the secret may be there by mistake.
     */
    private Optional<String> secret(Fields fields, String name) {
        Optional<String> text = fields.secret(name);
        Optional<String> variable = fields.secret(name + "_env");
        Optional<String> file = fields.secret(name + "_file");
        if (text.isPresent() && variable.isPresent()
                || text.isPresent() && file.isPresent()
                || variable.isPresent() && file.isPresent()) {
            throw fields.bad(name, "expected only one of " + name + ", " + name + "_env and " + name + "_file");
        }
        return text.or(() -> variable.map(each -> ofVariable(fields, name, each)))
                .or(() -> file.map(each -> ofFile(fields, name, each)))
                .map(String::strip);
    }

    private String ofVariable(Fields fields, String name, String variable) {
        String value = environment.apply(variable);
        if (value == null || value.isBlank()) {
            throw fields.bad(name + "_env", "expected the name of an environment variable that is set");
        }
        return value;
    }

    private String ofFile(Fields fields, String name, String file) {
        try {
            // An absolute path stays as it is.
            Path of = path.resolveSibling(file);
            return new String(bytes(of, QueryText.LONGEST), StandardCharsets.UTF_8);
        } catch (IOException | IllegalArgumentException e) {
            throw fields.bad(name + "_file", "expected the path of a file that can be read");
        }
    }

    private Rule rule(Fields fields, Map<String, Webhook> webhooks) {
        String name = fields.text("name")
                .filter(text -> !text.isBlank() && Fields.isOneLine(text))
                .orElseThrow(() ->
                        fields.bad("name", "expected 1 to " + Fields.MOST_CHARACTERS + " characters, in one line"));
        Fields named = fields.named("“" + name + "”");
        boolean isAboutSilence = named.has("no_data_seconds");
        if (isAboutSilence) {
            named.expectOnly("name", "no_data_seconds", "repeat_minutes", "webhooks");
        } else {
            named.expectOnly(
                    "name",
                    "query",
                    "figure",
                    "above",
                    "below",
                    "recovery",
                    "for_seconds",
                    "repeat_minutes",
                    "webhooks");
        }
        String query = named.text("query").orElse("");
        Duration hold = isAboutSilence
                ? Duration.ZERO
                : Duration.ofSeconds(
                        named.whole("for_seconds", 0, LONGEST_HOLD_SECONDS).orElse(USUAL_HOLD_SECONDS));
        return new Rule(
                name,
                query,
                query(named, query),
                isAboutSilence ? silence(named) : condition(named),
                hold,
                named.whole("repeat_minutes", 1, LONGEST_REPEAT_MINUTES).map(Duration::ofMinutes),
                receivers(named, webhooks));
    }

    private static Query query(Fields rule, String text) {
        try {
            return QueryText.parse(text);
        } catch (IllegalArgumentException e) {
            throw rule.bad("query", e.getMessage());
        }
    }

    private static Condition silence(Fields rule) {
        int seconds = rule.whole("no_data_seconds", 1, LONGEST_HOLD_SECONDS).orElseThrow();
        BigDecimal limit = BigDecimal.valueOf(seconds);
        return new Condition(Figure.DATA_AGE, Condition.Side.ABOVE, limit, limit);
    }

    private static Condition condition(Fields rule) {
        if (rule.has("above") == rule.has("below")) {
            throw rule.bad("", "expected one of above, below and no_data_seconds");
        }
        Figure figure = rule.text("figure")
                .flatMap(Figure::named)
                .orElseThrow(() -> rule.bad("figure", "expected one of " + Figure.NAMES));
        Condition.Side side = rule.has("above") ? Condition.Side.ABOVE : Condition.Side.BELOW;
        BigDecimal limit = rule.number(side.label()).orElseThrow();
        BigDecimal recovery = rule.number("recovery").orElse(limit);
        Condition condition = new Condition(figure, side, limit, recovery);
        if (condition.isBeyond(recovery)) {
            throw rule.bad(
                    "recovery",
                    recovery.toPlainString(),
                    "expected " + limit.toPlainString()
                            + (side == Condition.Side.ABOVE ? " (the limit) or less" : " (the limit) or more"));
        }
        return condition;
    }

    private static List<Webhook> receivers(Fields rule, Map<String, Webhook> webhooks) {
        if (!rule.has("webhooks")) {
            return List.copyOf(webhooks.values());
        }
        return rule.list("webhooks", MOST_WEBHOOKS).stream()
                .map(JsonNode::asText)
                .distinct()
                .map(name -> Optional.ofNullable(webhooks.get(name))
                        .orElseThrow(() -> rule.bad(
                                "webhooks", name, "expected names of " + String.join(", ", webhooks.keySet()))))
                .toList();
    }
}
