package io.thelook.service.start;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The form of the lines that a service logs. */
public enum LogFormat {
    /** For people. */
    TEXT,
    /** An object in each line, for programs. */
    JSON;

    /**
     * The format that the environment asks for, whether or not the other settings are valid.
     *
     * @param service the name of the service
     * @param properties system properties by name; {@code null} for one that is not set
     * @param variables environment variables in the same way
     */
    static LogFormat asked(String service, UnaryOperator<String> properties, UnaryOperator<String> variables) {
        String asked = Stream.of(
                        properties.apply(service + ".log-format"),
                        variables.apply(service.toUpperCase(Locale.ROOT) + "_LOG_FORMAT"),
                        variables.apply("LOG_FORMAT"))
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse("");
        return asked.strip().equalsIgnoreCase(JSON.name()) ? JSON : TEXT;
    }

    /** The line with which a service that cannot start ends, with the fields of its log. */
    String line(String message, Instant at) {
        if (this == TEXT) {
            return message;
        }
        JsonNode line = JsonNodeFactory.instance
                .objectNode()
                .put("timestamp", at.toString())
                .put("loggerName", ServiceMain.class.getName())
                .put("level", "ERROR")
                .put("message", message);
        return line.toString();
    }
}
