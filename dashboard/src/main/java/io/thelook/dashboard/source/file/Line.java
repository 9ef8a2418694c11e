package io.thelook.dashboard.source.file;

/**
 * A line of the file that is not blank.
 *
 * @param text without its end; {@code null} if the line is refused
 * @param refusal why the line cannot be passed on; {@code null} if it has a text
 */
record Line(String text, Refusal refusal) {

    static Line of(String text) {
        return new Line(text, null);
    }

    static Line refused(Refusal refusal) {
        return new Line(null, refusal);
    }
}
