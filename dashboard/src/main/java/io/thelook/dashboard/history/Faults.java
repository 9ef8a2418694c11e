package io.thelook.dashboard.history;

import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Describes a fault of a disk or a file in words. Knows the messages of DuckDB and of the operating systems. */
final class Faults {

    private static final int LONGEST = 200;

    /** Common parts of the messages about invalid content. */
    private static final List<String> DAMAGE = List.of(
            "data corruption error",
            "serialization error",
            "not a valid duckdb database",
            "could not read enough bytes from file",
            "wal does not match database file");

    private static final Pattern PLACE_IN_LOG =
            Pattern.compile("replaying WAL file.*at byte position (\\d+)", Pattern.DOTALL);

    private Faults() {}

    /** The fault with what to do about it, if it is a usual one; otherwise the first line of its message. */
    static String words(Throwable fault) {
        if (fault instanceof LinkageError) {
            return ofLibrary(rootOf(fault));
        }
        String lower = message(fault);
        if (isFull(lower)) {
            return "the disk is full";
        }
        if (fault instanceof ReadOnlyFileSystemException || lower.contains("read-only file system")) {
            return "the disk is read-only";
        }
        if (isLock(fault)) {
            return "another process has the history open";
        }
        if (fault instanceof AccessDeniedException || lower.contains("permission denied")) {
            return "no permission to write to it";
        }
        if (isDamage(fault)) {
            return "its file is damaged";
        }
        return firstLine(fault);
    }

    private static String ofLibrary(Throwable cause) {
        String lower = message(cause);
        String words;
        if (isFull(lower)) {
            words = "the folder for temporary files is full";
        } else if (cause instanceof NoSuchFileException) {
            words = "the folder for temporary files does not exist";
        } else if (cause instanceof AccessDeniedException || lower.contains("read-only file system")) {
            words = "no permission to write to the folder for temporary files";
        } else if (lower.contains("failed to map segment") || lower.contains("operation not permitted")) {
            words = "the folder for temporary files does not allow programs (noexec)";
        } else {
            words = firstLine(cause);
        }
        return "DuckDB cannot be loaded on this machine: " + words;
    }

    private static Throwable rootOf(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    private static String message(Throwable fault) {
        return fault.getMessage() == null ? "" : fault.getMessage().toLowerCase(Locale.ROOT);
    }

    /** The first line of its message, of a readable length. */
    static String firstLine(Throwable fault) {
        String message = fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
        String line = message.lines().findFirst().orElse("");
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    }

    private static boolean isFull(String lower) {
        return lower.contains("no space left")
                || lower.contains("not enough space on the disk")
                || lower.contains("file too large")
                || lower.contains("disk quota");
    }

    /** Whether another process has the file open. */
    static boolean isLock(Throwable fault) {
        String lower = message(fault);
        return lower.contains("lock on file") || lower.contains("being used by another process");
    }

    /**
     * Whether the content of the file is faulty, which waiting cannot repair. A full disk or a lock is not such a
     * fault.
     */
    static boolean isDamage(Throwable fault) {
        String lower = message(fault);
        return !isFull(lower) && !isLock(fault) && DAMAGE.stream().anyMatch(lower::contains);
    }

    /** Whether the damage is in the log beside the file. */
    static boolean isOfLog(Throwable fault) {
        return message(fault).contains("replaying wal file");
    }

    /** How many bytes of the log are intact; empty if the fault does not say. */
    static OptionalLong wholeBytesOfLog(Throwable fault) {
        Matcher place = PLACE_IN_LOG.matcher(fault.getMessage());
        return place.find() ? OptionalLong.of(Long.parseLong(place.group(1))) : OptionalLong.empty();
    }

    /** Whether the open file accepts no further work. */
    static boolean isFatal(Throwable fault) {
        String lower = message(fault);
        return lower.startsWith("fatal error") || lower.contains("has been invalidated") || isDamage(fault);
    }
}
