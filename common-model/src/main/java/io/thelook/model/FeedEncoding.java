package io.thelook.model;

/** The two encodings of a frame of the snapshot feed. */
public enum FeedEncoding {
    /** A JSON array of records; prices are numbers. */
    ARRAY("[", "]"),

    /**
     * The reference producer's own encoding: the array, encoded a second time as one JSON string; prices are strings.
     * Pages that call {@code JSON.parse} on the already parsed message need it.
     */
    STRING("\"[", "]\"");

    private final String prefix;
    private final String suffix;

    FeedEncoding(String prefix, String suffix) {
        this.prefix = prefix;
        this.suffix = suffix;
    }

    /** The start of a frame; ASCII. Records follow, separated by commas. */
    public String prefix() {
        return prefix;
    }

    /** The end of a frame; ASCII. */
    public String suffix() {
        return suffix;
    }
}
