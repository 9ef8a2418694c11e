package io.thelook.dashboard.alert;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.service.start.BadSetting;
import io.thelook.service.start.Shown;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** An object of the rules file. Its refusals name the object, the field, the value and what was expected. */
final class Fields {

    /** Limit on a name. */
    static final int MOST_CHARACTERS = 100;

    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000_000_000L);
    private static final int MOST_DECIMALS = 6;

    private final JsonNode object;
    private final String place;
    private final Function<String, BadSetting> refusal;

    /**
     * @param place what the object is, for messages
     * @param refusal makes an exception of a message
     */
    Fields(JsonNode object, String place, Function<String, BadSetting> refusal) {
        this.object = object;
        this.place = place;
        this.refusal = refusal;
        if (!object.isObject()) {
            throw refusal.apply(place + ": expected a JSON object");
        }
    }

    /** The same object with its name added to its place. */
    Fields named(String name) {
        return new Fields(object, place + " " + Shown.text(name), refusal);
    }

    static boolean isOneLine(String text) {
        return text.length() <= MOST_CHARACTERS && text.equals(Shown.text(text));
    }

    /** A refusal of a field. Does not show its value. */
    BadSetting bad(String field, String expected) {
        return refusal.apply(place + ": " + (field.isEmpty() ? "" : field + ": ") + expected);
    }

    /** A refusal of a field. Shows its value, which must not be a secret. */
    BadSetting bad(String field, String value, String expected) {
        return bad(field + "=" + Shown.text(value), expected);
    }

    void expectOnly(String... names) {
        for (String name : names()) {
            if (!List.of(names).contains(name)) {
                throw bad(Shown.text(name), "expected one of " + String.join(", ", names));
            }
        }
    }

    List<String> names() {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    boolean has(String field) {
        return object.has(field);
    }

    Fields object(String field) {
        return new Fields(object.path(field), place.equals("the file") ? field : place + " " + field, refusal);
    }

    List<JsonNode> list(String field, int most) {
        JsonNode list = object.path(field);
        if (!list.isArray() || list.isEmpty() || list.size() > most) {
            throw bad(field, "expected an array of 1 to " + most);
        }
        List<JsonNode> nodes = new ArrayList<>();
        list.forEach(nodes::add);
        return nodes;
    }

    Optional<String> text(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        if (!object.get(field).isTextual()) {
            throw bad(field, object.get(field).toString(), "expected a text");
        }
        return Optional.of(object.get(field).textValue());
    }

    /** A text that no message may show. */
    Optional<String> secret(String field) {
        if (has(field) && !object.get(field).isTextual()) {
            throw bad(field, "expected a text");
        }
        return Optional.ofNullable(object.get(field)).map(JsonNode::textValue);
    }

    Optional<Integer> whole(String field, int least, int most) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = object.get(field);
        if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
            throw bad(field, value.toString(), "expected a whole number from " + least + " to " + most);
        }
        return Optional.of(value.intValue());
    }

    Optional<BigDecimal> number(String field) {
        if (!has(field)) {
            return Optional.empty();
        }
        JsonNode value = object.get(field);
        BigDecimal number = value.isNumber() ? value.decimalValue() : null;
        if (number == null || number.scale() > MOST_DECIMALS || number.abs().compareTo(MOST) > 0) {
            throw bad(
                    field,
                    value.toString(),
                    "expected a number of at most " + MOST_DECIMALS + " decimals, up to " + MOST.toPlainString());
        }
        return Optional.of(number);
    }
}
