package io.thelook.producer.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import io.thelook.service.http.StrictJson;
import java.io.IOException;
import java.util.TreeSet;

/** Says in words what is wrong with a {@link ScenarioRequest}: the field, its value and what was expected. */
final class RequestFault {

    /** How the message about a body that is not JSON begins. */
    static final String NOT_JSON = "the body cannot be read as JSON: ";

    private static final int MOST_SHOWN = 60;

    /** Larger numbers are shown with an exponent. */
    private static final double LARGEST_WHOLE = 1e15;

    private RequestFault() {}

    /** What is wrong with a body that is no request. */
    static String of(IOException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return "field " + shorten(unknown.getPropertyName()) + ": expected one of "
                    + new TreeSet<>(unknown.getKnownPropertyIds());
        }
        if (failure instanceof ValueInstantiationException) {
            return failure.getCause().getMessage();
        }
        if (failure instanceof JsonMappingException mismatch) {
            String value = shorten(StrictJson.value(mismatch));
            return StrictJson.field(mismatch)
                    .map(field -> words(field, value))
                    .orElse("the body " + value + ": expected one JSON object");
        }
        return NOT_JSON
                + shorten(
                        failure instanceof JsonProcessingException json
                                ? json.getOriginalMessage()
                                : failure.getMessage());
    }

    /** What is wrong with a field whose value has the right type, or is missing if it is {@code null}. */
    static String of(String field, Object value) {
        return words(field, value == null ? "missing" : shorten(shown(value)));
    }

    private static String words(String field, String value) {
        return field + " " + value + ": expected " + ScenarioRequest.expected(field);
    }

    private static String shown(Object value) {
        if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < LARGEST_WHOLE) {
            return Long.toString(number.longValue());
        }
        return value instanceof String text
                ? "\"" + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + "\""
                : value.toString();
    }

    private static String shorten(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }
}
