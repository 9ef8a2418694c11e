package io.thelook.model;

/** The two forms in which a frame of the snapshot feed travels. */
public enum FeedEncoding {
    /** A JSON array of records; prices are numbers. */
    ARRAY("[", "]"),

    /**
     * The reference producer's own form: the array, encoded a second time as one JSON string; prices are strings. Pages
     * that call {@code JSON.parse} on the already parsed message need it.
     */
    STRING("\"[", "]\"");

    private final String prefix;
    private final String suffix;

    FeedEncoding(String prefix, String suffix) {
        this.prefix = prefix;
        this.suffix = suffix;
    }

    /** What a frame starts with; ASCII. Records follow, separated by commas. */
    public String prefix() {
        return prefix;
    }

    /** What a frame ends with; ASCII. */
    public String suffix() {
        return suffix;
    }
}
