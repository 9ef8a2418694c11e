package io.thelook.dashboard.history;

import java.nio.file.AccessDeniedException;
import java.util.Locale;

/** Says what is wrong with a disk or a file, in words. */
final class Faults {

    private static final int LONGEST = 200;

    private Faults() {}

    /** The fault in words that say what to do, if it is a usual one; otherwise the first line of its message. */
    static String words(Throwable fault) {
        String message = fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
        String lower = message.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("file too large") || lower.contains("disk quota")) {
            return "the disk is full";
        }
        if (lower.contains("read-only file system") || lower.contains("read only")) {
            return "the disk is read-only";
        }
        if (lower.contains("lock on file") || lower.contains("being used by another process")) {
            return "another process has the history open";
        }
        if (fault instanceof AccessDeniedException || lower.contains("permission denied")) {
            return "no permission to write to it";
        }
        String line = message.lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    /** Whether the fault is the content of the file, which no waiting mends. */
    static boolean isDamage(Throwable fault) {
        String message = fault.getMessage() == null ? "" : fault.getMessage().toLowerCase(Locale.ROOT);
        return message.contains("corrupt")
                || message.contains("checksum")
                || message.contains("not a valid duckdb database")
                || message.contains("failure while replaying wal")
                || message.contains("serialization error");
    }

    /** Whether the open file accepts no further work. */
    static boolean isFatal(Throwable fault) {
        String message = fault.getMessage() == null ? "" : fault.getMessage().toLowerCase(Locale.ROOT);
        return message.contains("fatal") || message.contains("invalidated") || isDamage(fault);
    }
}
