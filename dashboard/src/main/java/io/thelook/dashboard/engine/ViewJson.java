package io.thelook.dashboard.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.view.View;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts the messages of {@code /live} into JSON; docs/protocol.md describes them. */
final class ViewJson {

    private final ObjectMapper json;
    private final InstantSource clock;

    ViewJson(ObjectMapper json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * A message about a view that goes on.
     *
     * @param type {@code view} or {@code update}
     * @param dataAt when the last good message of the feed came in; {@code null} before the first one
     * @param fresh what is shown for the first time; {@code null} if nothing is
     * @param parts of the view; in an update, {@code null} takes a part away
     */
    String message(String type, long sequence, Long dataAt, View.Fresh fresh, Map<String, Object> parts) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("seq", sequence);
        message.put("now", clock.millis());
        if (dataAt != null) {
            message.put("data_at", dataAt);
        }
        if (fresh != null) {
            message.put("fresh", fresh);
        }
        boolean isWhole = type.equals("view");
        parts.forEach((name, value) -> {
            if (!isWhole || value != null) {
                message.put(name, value);
            }
        });
        return write(message);
    }

    /** The view of an earlier time, of which {@code from} to {@code to} is known. */
    String replay(long at, long from, long to, Map<String, Object> parts) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "replay");
        message.put("at", at);
        message.put("known_from", from);
        message.put("known_to", to);
        message.put("now", clock.millis());
        message.putAll(parts);
        return write(message);
    }

    String heartbeat(Long dataAt) {
        return "{\"type\":\"heartbeat\",\"now\":" + clock.millis() + (dataAt == null ? "" : ",\"data_at\":" + dataAt)
                + "}";
    }

    private String write(Map<String, Object> message) {
        try {
            return json.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view is plain data", e);
        }
    }
}
