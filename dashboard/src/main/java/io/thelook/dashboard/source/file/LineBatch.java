package io.thelook.dashboard.source.file;

import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Place;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Lines of a file that are passed on together. A batch has at most {@value #MOST_LINES} lines, and further ones only
 * while it has less than {@value #MOST_CHARACTERS} characters. It is also complete after {@value #MOST_CHUNKS} chunks
 * of bytes, so that a file of blank lines, or a line without an end, does not keep the thread busy for long. Not
 * thread-safe.
 */
final class LineBatch {

    static final int MOST_LINES = 2_000;
    static final int MOST_CHARACTERS = 4_000_000;
    private static final int MOST_CHUNKS = 256;

    private final Place place;
    private final Consumer<Refusal> refused;
    private final List<Entry> entries = new ArrayList<>();
    private int lines;
    private long characters;
    private boolean isAtEnd;

    /**
     * @param place of each line
     * @param refused receives the reason for each line that cannot be passed on
     */
    LineBatch(Place place, Consumer<Refusal> refused) {
        this.place = place;
        this.refused = refused;
    }

    /**
     * Adds what a file has next.
     *
     * @param isHistory whether to end where the file ended when it was opened
     */
    void read(FollowedFile file, boolean isHistory) throws IOException {
        int chunks = 0;
        while (lines < MOST_LINES && characters < MOST_CHARACTERS && !(isHistory && file.isHistoryRead())) {
            Line line = file.next();
            if (line != null) {
                add(line);
            } else if (chunks++ == MOST_CHUNKS) {
                return;
            } else if (!file.fill()) {
                isAtEnd = true;
                return;
            }
        }
    }

    /** Adds a line. */
    void add(Line line) {
        lines++;
        if (line.refusal() != null) {
            refused.accept(line.refusal());
        } else {
            entries.add(new Entry(null, line.text(), false, place));
            characters += line.text().length();
        }
    }

    /** Whether the file had no more. */
    boolean isAtEnd() {
        return isAtEnd;
    }

    /** The number of lines, also of those that were refused. */
    int lines() {
        return lines;
    }

    List<Entry> entries() {
        return entries;
    }
}
