package io.thelook.dashboard.alert;

import java.util.Arrays;
import java.util.Optional;

/** The format of messages to a webhook. */
enum Format {
    /** Slack's incoming webhooks, and compatible receivers. */
    SLACK("slack"),
    /** A workflow of Microsoft Teams that posts Adaptive Cards. */
    TEAMS("teams"),
    /** The message with all its fields, for programs. */
    JSON("json");

    private final String label;

    Format(String label) {
        this.label = label;
    }

    /** The format of this name; empty if there is none. */
    static Optional<Format> named(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label))
                .findFirst();
    }
}
