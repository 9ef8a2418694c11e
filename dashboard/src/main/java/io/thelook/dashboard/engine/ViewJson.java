package io.thelook.dashboard.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.history.DayCurve;
import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.view.View;
import io.thelook.dashboard.window.Sums;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the messages of {@code /live} as JSON; docs/views.md describes them. */
final class ViewJson {

    private final ObjectMapper json;
    private final InstantSource clock;

    ViewJson(ObjectMapper json, InstantSource clock) {
        this.json = json;
        this.clock = clock;
    }

    /**
     * Writes a message about a live view.
     *
     * @param type {@code view} or {@code update}
     * @param dataAt arrival time of the feed's last good message; {@code null} before the first one
     * @param at the feed's clock; {@code null} while it is unknown
     * @param fresh the records shown for the first time; {@code null} if there are none
     * @param parts of the view; in an update, {@code null} removes a part
     */
    String message(String type, long sequence, Long dataAt, Long at, View.Fresh fresh, Map<String, Object> parts) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", type);
        message.put("seq", sequence);
        message.put("now", clock.millis());
        if (dataAt != null) {
            message.put("data_at", dataAt);
        }
        if (at != null) {
            message.put("at", at);
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

    /** Writes the view at an earlier time. */
    String replay(long at, KnownTime known, Map<String, Object> parts) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "replay");
        message.put("at", at);
        message.put("known_from", known.from());
        message.put("known_to", known.to());
        message.put("now", clock.millis());
        parts.forEach((name, value) -> {
            if (value != null) {
                message.put(name, value);
            }
        });
        return write(message);
    }

    /** Writes the course of a day. */
    String day(DayCurve curve) {
        List<Sums> points = List.of(curve.line().points());
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "day");
        message.put("from", curve.span().from());
        message.put("to", curve.span().to());
        message.put("step", curve.line().stepMillis());
        message.put("orders", points.stream().map(Sums::orders).toList());
        message.put(
                "sales",
                points.stream().map(point -> point.sales().roundedToDollars()).toList());
        message.put(
                "peaks",
                curve.peaks().stream()
                        .map(peak -> List.of(
                                peak.at(),
                                peak.sums().orders(),
                                peak.sums().sales().roundedToDollars()))
                        .toList());
        return write(message);
    }

    String heartbeat(Long dataAt, LogPosition position) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("type", "heartbeat");
        message.put("now", clock.millis());
        if (dataAt != null) {
            message.put("data_at", dataAt);
        }
        if (!position.isNone()) {
            message.put("position", position);
        }
        return write(message);
    }

    private String write(Map<String, Object> message) {
        try {
            return json.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view is plain data", e);
        }
    }
}
