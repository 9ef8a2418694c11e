package io.thelook.dashboard.source.kafka;

/** Why a record of the topic cannot be passed on. */
enum Refusal {
    TOO_LONG("too long", "longer than MAX_FRAME_MB"),
    NOT_UTF8("not utf-8", "not UTF-8"),
    BROKEN_GZIP("broken gzip", "broken gzip"),
    NO_KEY("tombstone without key", "no value, and no key that names an order");

    private final String label;
    private final String words;

    Refusal(String label, String words) {
        this.label = label;
        this.words = words;
    }

    /** The value of the tag {@code reason} in the metrics. */
    String label() {
        return label;
    }

    /** The reason in words. */
    String words() {
        return words;
    }
}
