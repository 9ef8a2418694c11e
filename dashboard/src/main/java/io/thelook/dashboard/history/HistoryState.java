package io.thelook.dashboard.history;

/**
 * Whether the history is kept.
 *
 * @param mode of the history
 * @param reason why it is not kept, in words; empty if it is
 */
public record HistoryState(Mode mode, String reason) {

    /** The mode of the history. */
    public enum Mode {
        /** It is kept. */
        ON,
        /** It is kept, and the feed's past is being loaded. */
        LOADING,
        /** It can be read, but not written at the moment. */
        PAUSED,
        /** It can be neither read nor written at the moment. */
        UNAVAILABLE
    }

    static final HistoryState ON = new HistoryState(Mode.ON, "");
    static final HistoryState LOADING = new HistoryState(Mode.LOADING, "");

    /** Whether it can be written. */
    public boolean isKept() {
        return mode == Mode.ON || mode == Mode.LOADING;
    }

    static HistoryState paused(String reason) {
        return new HistoryState(Mode.PAUSED, reason);
    }

    static HistoryState unavailable(String reason) {
        return new HistoryState(Mode.UNAVAILABLE, reason);
    }
}
