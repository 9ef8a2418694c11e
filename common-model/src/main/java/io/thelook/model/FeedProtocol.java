package io.thelook.model;

import io.thelook.model.FeedMessage.Kind;
import java.util.Locale;

/**
 * The texts of {@code thelook.v1}, the incremental feed; docs/feed.md specifies it. A message with records consists
 * of {@link #open}, the records separated by commas, and {@link #CLOSE}. A {@link #heartbeat} is one text.
 */
public final class FeedProtocol {

    /** The WebSocket subprotocol that a consumer requests. */
    public static final String NAME = "thelook.v1";

    /** The end of a message with records. */
    public static final String CLOSE = "]}";

    /** The request that a consumer sends when it has missed a message. The answer is a new snapshot. */
    public static final String RESYNC = "{\"type\":\"resync\"}";

    private FeedProtocol() {}

    /** The start of a message with records; ASCII. */
    public static String open(Kind kind, long sequence, long now, long from) {
        return head(kind, sequence, now, from) + ",\"records\":[";
    }

    /** A whole heartbeat message; ASCII. */
    public static String heartbeat(long sequence, long now, long from) {
        return head(Kind.HEARTBEAT, sequence, now, from) + "}";
    }

    private static String head(Kind kind, long sequence, long now, long from) {
        return "{\"type\":\"" + label(kind) + "\",\"seq\":" + sequence + ",\"now\":" + now + ",\"from\":" + from;
    }

    private static String label(Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /** The kind with that name; {@code null} if there is none. */
    static Kind kind(String label) {
        return switch (label) {
            case "snapshot" -> Kind.SNAPSHOT;
            case "upsert" -> Kind.UPSERT;
            case "heartbeat" -> Kind.HEARTBEAT;
            default -> null;
        };
    }
}
