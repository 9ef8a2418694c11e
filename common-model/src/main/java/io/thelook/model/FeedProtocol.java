package io.thelook.model;

import io.thelook.model.FeedMessage.Kind;
import java.util.Locale;

/**
 * The words of {@code thelook.v1}, the incremental feed; docs/protocol.md specifies it. A message is what {@link #open} says,
 * then records separated by commas, then {@link #CLOSE}; a heartbeat is one text.
 */
public final class FeedProtocol {

    /** The WebSocket subprotocol that a consumer asks for. */
    public static final String NAME = "thelook.v1";

    /** What ends a message with records. */
    public static final String CLOSE = "]}";

    /** What a consumer sends when it has missed something: a fresh snapshot is the answer. */
    public static final String RESYNC = "{\"type\":\"resync\"}";

    private FeedProtocol() {}

    /** What a message with records starts with; ASCII. */
    public static String open(Kind kind, long sequence, long now, long from) {
        return head(kind, sequence, now, from) + ",\"records\":[";
    }

    /** A heartbeat. */
    public static String heartbeat(long sequence, long now, long from) {
        return head(Kind.HEARTBEAT, sequence, now, from) + "}";
    }

    private static String head(Kind kind, long sequence, long now, long from) {
        return "{\"type\":\"" + label(kind) + "\",\"seq\":" + sequence + ",\"now\":" + now + ",\"from\":" + from;
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The kind of that name; {@code null} if there is none. */
    static Kind kind(String label) {
        return switch (label) {
            case "snapshot" -> Kind.SNAPSHOT;
            case "upsert" -> Kind.UPSERT;
            case "heartbeat" -> Kind.HEARTBEAT;
            default -> null;
        };
    }
}
