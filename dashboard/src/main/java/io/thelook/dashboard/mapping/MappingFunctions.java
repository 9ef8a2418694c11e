package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Currency;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;

/**
 * The functions that mappings have beyond jq's, and those of jq that lose digits:
 *
 * <ul>
 *   <li>{@code tonumber}: the number that a text holds, exactly; a number is left as it is.
 *   <li>{@code fromjson}: the value that a text holds, with exact numbers.
 *   <li>{@code minor(currency)}: an amount in the smallest unit of an ISO 4217 currency as an amount in its main unit.
 *       {@code 1999 | minor("EUR")} is 19.99, {@code 500 | minor("JPY")} is 500. Null gives null.
 *   <li>{@code round(places)}: a number rounded to that many decimal places, 0 to 20, halves away from zero.
 *   <li>{@code url_host}: the host of an address, in lower case, without {@code www.}; null if there is none.
 *   <li>{@code url_param(name)}: the decoded value of a query parameter of an address or path; null if there is none.
 * </ul>
 */
final class MappingFunctions {

    private static final int MOST_PLACES = 20;
    private static final int LONGEST_ADDRESS = 10_000;
    private static final Pattern HOST = Pattern.compile("(?:[A-Za-z][A-Za-z0-9+.-]*:)?//(?:[^/?#@]*@)?([^/?#:@]+).*");

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build()
            .reader();

    private MappingFunctions() {}

    /** A function of its input alone. */
    private interface OfInput {
        JsonNode apply(JsonNode in) throws JsonQueryException;
    }

    /** A function of its input and one argument. */
    private interface OfArgument {
        JsonNode apply(JsonNode in, JsonNode argument) throws JsonQueryException;
    }

    /** Defines the functions in a scope. */
    static void define(Scope scope) {
        scope.addFunction("tonumber", 0, function(MappingFunctions::toNumber));
        scope.addFunction("fromjson", 0, function(MappingFunctions::fromJson));
        scope.addFunction("minor", 1, function(MappingFunctions::minor));
        scope.addFunction("round", 1, function(MappingFunctions::round));
        scope.addFunction("url_host", 0, function(MappingFunctions::host));
        scope.addFunction("url_param", 1, function(MappingFunctions::parameter));
    }

    private static Function function(OfInput function) {
        return (scope, arguments, in, path, output, version) -> output.emit(function.apply(in), null);
    }

    private static Function function(OfArgument function) {
        return (scope, arguments, in, path, output, version) ->
                arguments.get(0).apply(scope, in, argument -> output.emit(function.apply(in, argument), null));
    }

    private static JsonNode toNumber(JsonNode in) throws JsonQueryException {
        return in.isNumber() ? in : Arithmetic.number(amount(in, "tonumber"));
    }

    private static BigDecimal amount(JsonNode in, String function) throws JsonQueryException {
        if (Arithmetic.finite(in)) {
            return Arithmetic.decimal(in);
        }
        if (in.isTextual()) {
            return Arithmetic.read(in.textValue());
        }
        throw new JsonQueryException(function + ": " + type(in) + ", expected a number or a string that holds one");
    }

    private static JsonNode fromJson(JsonNode in) throws JsonQueryException {
        if (!in.isTextual()) {
            throw new JsonQueryException("fromjson: " + type(in) + ", expected a string");
        }
        try {
            JsonNode value = READER.readTree(in.textValue());
            if (value.isMissingNode()) {
                throw new JsonQueryException("fromjson: an empty string, expected JSON");
            }
            return value;
        } catch (JsonProcessingException | NumberFormatException e) {
            throw new JsonQueryException("fromjson: \"" + Line.of(in.textValue(), 30) + "\", expected JSON");
        }
    }

    private static JsonNode minor(JsonNode in, JsonNode currency) throws JsonQueryException {
        if (in.isNull()) {
            return in;
        }
        return DecimalNode.valueOf(Arithmetic.inRange(amount(in, "minor").movePointLeft(places(currency))));
    }

    private static int places(JsonNode currency) throws JsonQueryException {
        try {
            return Math.max(
                    0,
                    Currency.getInstance(currency.asText().toUpperCase(Locale.ROOT))
                            .getDefaultFractionDigits());
        } catch (IllegalArgumentException e) {
            throw new JsonQueryException(
                    "minor: currency \"" + Line.of(currency.asText(), 10) + "\", expected a code such as EUR");
        }
    }

    private static JsonNode round(JsonNode in, JsonNode places) throws JsonQueryException {
        if (!places.canConvertToInt() || places.intValue() < 0 || places.intValue() > MOST_PLACES) {
            throw new JsonQueryException("round: expected a number of places from 0 to " + MOST_PLACES);
        }
        return Arithmetic.number(amount(in, "round").setScale(places.intValue(), RoundingMode.HALF_UP));
    }

    private static JsonNode host(JsonNode in) {
        if (!in.isTextual() || in.textValue().length() > LONGEST_ADDRESS) {
            return NullNode.getInstance();
        }
        Matcher address = HOST.matcher(in.textValue().strip());
        if (!address.matches()) {
            return NullNode.getInstance();
        }
        String host = address.group(1).toLowerCase(Locale.ROOT);
        return TextNode.valueOf(host.startsWith("www.") ? host.substring(4) : host);
    }

    private static JsonNode parameter(JsonNode in, JsonNode name) {
        if (!in.isTextual() || in.textValue().length() > LONGEST_ADDRESS) {
            return NullNode.getInstance();
        }
        String address = in.textValue().split("#", 2)[0];
        String query = address.substring(address.indexOf('?') + 1);
        if (query.length() == address.length()) {
            return NullNode.getInstance();
        }
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0 && decoded(pair.substring(0, equals)).equals(name.asText())) {
                String value = decoded(pair.substring(equals + 1)).strip();
                return value.isEmpty() ? NullNode.getInstance() : TextNode.valueOf(value);
            }
        }
        return NullNode.getInstance();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static String type(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }
}
