package io.thelook.dashboard.source.file;

/** Why a line of the file cannot be passed on. */
enum Refusal {
    TOO_LONG("too long", "a line is longer than MAX_FRAME_MB"),
    NOT_UTF8("not utf-8", "a line is not UTF-8");

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
