package io.thelook.dashboard.source;

import java.util.Locale;

/**
 * The status of the connection to the feed.
 *
 * @param state the state
 * @param since the start of this state, in milliseconds since the epoch
 * @param attempt the number of attempts in a row that failed, or whose connection did not last; 0 while connected
 * @param nextTryAt the time of the next attempt, in milliseconds since the epoch; 0 unless waiting
 * @param reason why the feed is not live, as text without secrets and control characters; empty if it is live, or
 *     during the first attempt
 */
public record SourceStatus(State state, long since, int attempt, long nextTryAt, String reason) {

    /** The states of a connection. */
    public enum State {
        /** An attempt to connect is under way. */
        CONNECTING,
        /** Connected, and the peer answers. */
        LIVE,
        /** Connected, but the peer has not answered lately. */
        UNRESPONSIVE,
        /** Not connected; the next attempt is due at a known time. */
        WAITING;

        private final String label = name().toLowerCase(Locale.ROOT);

        /** The name on the wire, such as {@code live}. */
        public String label() {
            return label;
        }
    }
}
