package io.thelook.dashboard.source;

import java.util.Locale;

/**
 * How the connection to the feed is doing.
 *
 * @param state what it does
 * @param since when it began to, in milliseconds since the epoch
 * @param attempt how many times in a row connecting has failed, or a connection has not lasted; 0 while connected
 * @param nextTryAt when the next attempt is due, in milliseconds since the epoch; 0 unless waiting for it
 * @param reason in words, why it is not live, without secrets and control characters; empty if it is
 */
public record SourceStatus(State state, long since, int attempt, long nextTryAt, String reason) {

    /** What a connection can be doing. */
    public enum State {
        /** The first attempt, or the next one, is under way. */
        CONNECTING,
        /** Connected, and the other end answers. */
        LIVE,
        /** Connected, but the other end has not answered lately. */
        UNRESPONSIVE,
        /** Not connected; the next attempt is due at a known time. */
        WAITING;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The name on the wire: {@code live}. */
        public String label() {
            return label;
        }
    }
}
