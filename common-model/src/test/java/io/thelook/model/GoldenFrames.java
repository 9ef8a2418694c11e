package io.thelook.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The golden wire files: the same seven records in the two forms of a frame. */
public final class GoldenFrames {

    /** The exact sum of the seven sale prices. */
    public static final String TOTAL_SALES = "1315.969999542236328";

    /** The figures of the cards for either form: 5 orders of 7 items for 1,316 dollars. */
    public static final Three METRICS = new Three(5, 7, 1316);

    private GoldenFrames() {}

    /** As the reference producer sends it: a JSON string that holds the array, prices as text. */
    public static String reference() {
        return read("reference-frame.json");
    }

    /** As our producer sends it: an array, prices as numbers. */
    public static String ours() {
        return read("frame.json");
    }

    private static String read(String name) {
        try (InputStream in = GoldenFrames.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
