package io.thelook.dashboard.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thelook.dashboard.alert.Notice.Kind;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Writes messages in the formats of the receivers: see docs/alerts.md. */
final class Payloads {

    private static final String OPEN = "Open the dashboard";

    private final Wording wording;
    private final ObjectMapper json;

    Payloads(Wording wording, ObjectMapper json) {
        this.wording = wording;
        this.json = json;
    }

    byte[] of(Notice notice, Format format) {
        ObjectNode body =
                switch (format) {
                    case SLACK -> slack(notice);
                    case TEAMS -> teams(notice);
                    case JSON -> json(notice);
                };
        try {
            return json.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a message is plain data", e);
        }
    }

    /** Slack shows text between asterisks in bold, and {@code <address|words>} as a link. */
    private ObjectNode slack(Notice notice) {
        String link = wording.link(notice)
                .map(address -> "\n<" + escaped(address) + "|" + OPEN + ">")
                .orElse("");
        return json.createObjectNode()
                .put(
                        "text",
                        "*" + escaped(wording.title(notice)) + "*\n" + escaped(wording.detail(notice)) + "\n"
                                + escaped(wording.scope(notice)) + link);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** Blocks of plain text runs, because Teams reads the text of other blocks as Markdown. */
    private ObjectNode teams(Notice notice) {
        ObjectNode card = json.createObjectNode()
                .put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json")
                .put("type", "AdaptiveCard")
                .put("version", "1.4");
        ArrayNode blocks = card.putArray("body");
        block(blocks, wording.title(notice))
                .put("weight", "bolder")
                .put("size", "large")
                .put("color", notice.kind() == Kind.RECOVERED ? "good" : "attention");
        block(blocks, wording.detail(notice));
        block(blocks, wording.scope(notice)).put("isSubtle", true);
        wording.link(notice).ifPresent(address -> card.putArray("actions")
                .addObject()
                .put("type", "Action.OpenUrl")
                .put("title", OPEN)
                .put("url", address));
        ObjectNode message = json.createObjectNode().put("type", "message");
        message.putArray("attachments")
                .addObject()
                .put("contentType", "application/vnd.microsoft.card.adaptive")
                .set("content", card);
        return message;
    }

    private static ObjectNode block(ArrayNode blocks, String text) {
        return blocks.addObject()
                .put("type", "RichTextBlock")
                .putArray("inlines")
                .addObject()
                .put("type", "TextRun")
                .put("text", text);
    }

    private ObjectNode json(Notice notice) {
        Rule rule = notice.rule();
        Condition condition = rule.condition();
        ObjectNode message = json.createObjectNode()
                .put("id", notice.id())
                .put("alert_id", notice.alertId())
                .put("type", notice.kind().label())
                .put("rule", rule.name())
                .put("figure", condition.figure().label())
                .put("value", notice.value())
                .put("comparison", condition.side().label())
                .put("limit", condition.limit())
                .put("recovery", condition.recovery())
                .put("query", rule.queryText())
                .put("at", time(notice.at()))
                .put("since", time(notice.since()))
                .put("shop", wording.shop())
                .put("currency", wording.currency())
                .put("title", wording.title(notice))
                .put("text", wording.detail(notice))
                .put("scope", wording.scope(notice));
        Optional<String> link = wording.link(notice);
        link.ifPresent(address -> message.put("link", address));
        return message;
    }

    private static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
