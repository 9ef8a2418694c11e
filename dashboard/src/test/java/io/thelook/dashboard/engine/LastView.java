package io.thelook.dashboard.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The state of a viewer after some messages, kept as docs/views.md specifies. */
public final class LastView {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LastView() {}

    /** {@code null} before the first view. The type is that of the last message of the two kinds. */
    public static ObjectNode of(List<String> messages) {
        ObjectNode known = null;
        for (String text : messages) {
            ObjectNode message = read(text);
            switch (message.path("type").asText()) {
                case "view" -> known = message;
                case "update" -> {
                    if (known != null) {
                        known.remove("fresh");
                        known.setAll(message);
                    }
                }
                default -> {
                    // Not about the displayed content.
                }
            }
        }
        return known;
    }

    private static ObjectNode read(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }
}
