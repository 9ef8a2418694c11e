package io.thelook.dashboard.alert;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A message about an alert. Immutable.
 *
 * @param id of the message; a message that is sent again keeps it
 * @param alertId of the alert: the same in the messages from its firing to its recovery
 * @param kind what happened
 * @param value of the figure at that time
 * @param minutes the length of the figure's window; {@code null} if unknown
 * @param at when it happened
 * @param since when the alert fired; {@code at}, if it fires now
 */
record Notice(
        String id, String alertId, Kind kind, Rule rule, BigDecimal value, Long minutes, Instant at, Instant since) {

    /** The event that the message reports. */
    enum Kind {
        FIRING("firing"),
        STILL_FIRING("still_firing"),
        RECOVERED("recovered");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
