package io.thelook.dashboard.mapping;

/** Converts a text to one line for a log or a page. */
final class Line {

    private Line() {}

    /** The text with a space for every run of control and space characters, cut between characters. */
    static String of(String text, int mostCharacters) {
        if (text == null) {
            return "";
        }
        String start = text.substring(0, Math.min(text.length(), 8 * mostCharacters));
        String line = start.replaceAll("[\\p{Cntrl}\\p{Cf}\\p{Z}\\p{Cs}]+", " ").strip();
        if (line.length() <= mostCharacters && start.length() == text.length()) {
            return line;
        }
        int end = Math.min(line.length(), mostCharacters - 1);
        if (end > 0 && Character.isHighSurrogate(line.charAt(end - 1))) {
            end--;
        }
        return line.substring(0, end) + "…";
    }
}
