package io.thelook.dashboard.alert;

import java.math.BigDecimal;

/**
 * When an alert fires, and when it recovers. A value between the limit and the recovery does neither.
 *
 * @param side on which values fire
 * @param limit a value beyond it fires
 * @param recovery a value at it, or on the other side, recovers; the limit, or on its quiet side
 */
record Condition(Figure figure, Side side, BigDecimal limit, BigDecimal recovery) {

    /** The side of the limit on which values fire. */
    enum Side {
        ABOVE("above"),
        BELOW("below");

        private final String label;

        Side(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /** Whether the value is beyond the limit. */
    boolean isBeyond(BigDecimal value) {
        int order = value.compareTo(limit);
        return side == Side.ABOVE ? order > 0 : order < 0;
    }

    /** Whether an alert recovers at the value. */
    boolean isOver(BigDecimal value) {
        int order = value.compareTo(recovery);
        return side == Side.ABOVE ? order <= 0 : order >= 0;
    }

    /** Whether it is about silence of the feed, not about a figure of a view. */
    boolean isAboutSilence() {
        return figure == Figure.DATA_AGE;
    }
}
