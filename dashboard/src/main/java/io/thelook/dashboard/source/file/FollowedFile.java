package io.thelook.dashboard.source.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A file that is read from its start on while it grows, until its path leads to another one, or it is rewritten.
 *
 * <p>A file that was moved or deleted is still read for a moment, because the process that writes it may not know yet.
 * Then it is closed, which also frees its space on the disk. Not thread-safe.
 */
final class FollowedFile implements Closeable {

    /** How long a file is still read after its path leads elsewhere. */
    static final Duration HAND_OVER = Duration.ofMillis(500);

    private final Path path;
    private final LongSupplier nanoTime;
    private final Object id;
    private final FileChannel channel;
    private final Trail trail;
    private final LineReader lines;
    private final long sizeAtFirst;
    private final long changedAt;
    private long seenSize;
    private FileTime seenTime;
    private boolean isElsewhere;
    private long elsewhereSince;
    private Restart fate;

    private FollowedFile(
            Path path, BasicFileAttributes found, FileChannel channel, int mostLineBytes, LongSupplier nanoTime)
            throws IOException {
        this.path = path;
        this.nanoTime = nanoTime;
        this.id = id(found);
        this.channel = channel;
        this.trail = new Trail(channel);
        this.lines = new LineReader(trail, mostLineBytes);
        this.sizeAtFirst = channel.size();
        this.changedAt = found.lastModifiedTime().toMillis();
        this.seenSize = found.size();
        this.seenTime = found.lastModifiedTime();
    }

    /**
     * Opens the file that a path leads to.
     *
     * @param mostLineBytes limit on a line
     * @param nanoTime as {@link System#nanoTime}
     * @throws IOException for {@link FileWords}, if there is no file, or it cannot be read
     */
    static FollowedFile open(Path path, int mostLineBytes, LongSupplier nanoTime) throws IOException {
        BasicFileAttributes found = attributes(path);
        if (!found.isRegularFile()) {
            // To open a pipe would wait for its writer.
            throw new FileSystemException(
                    path.toString(), null, found.isDirectory() ? "it is a directory" : "it is no regular file");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            return new FollowedFile(path, found, channel, mostLineBytes, nanoTime);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class);
    }

    /** What distinguishes a file from others under the same path. */
    private static Object id(BasicFileAttributes found) {
        return found.fileKey() == null ? found.creationTime() : found.fileKey();
    }

    /** Reads further bytes; returns whether there were any. See {@link LineReader#fill}. */
    boolean fill() throws IOException {
        return lines.fill();
    }

    /** The next line; {@code null} if there is none before the next {@link #fill}. */
    Line next() {
        return lines.next();
    }

    /** The last line, without its end; {@code null} if there is none. Call it once the file {@link #isOver}. */
    Line rest() {
        return lines.rest();
    }

    /**
     * Whether no more is to be read of this file, although it may be there. To be called several times a second, while
     * everything that it had has been read.
     *
     * @return why the file at the path is to be read from its start; empty if this one is still the one to read
     */
    Optional<Restart> isOver() throws IOException {
        if (fate == null && look() == Restart.REWRITTEN) {
            fate = Restart.REWRITTEN;
        } else if (fate == null && isElsewhere && nanoTime.getAsLong() - elsewhereSince >= HAND_OVER.toNanos()) {
            // What was written until now is to be read first.
            fate = Restart.REPLACED;
            return Optional.empty();
        }
        return Optional.ofNullable(fate);
    }

    private Restart look() throws IOException {
        BasicFileAttributes found;
        try {
            found = attributes(path);
        } catch (FileSystemException e) {
            return elsewhere();
        }
        if (!id(found).equals(id)) {
            return elsewhere();
        }
        isElsewhere = false;
        if (found.size() == seenSize && found.lastModifiedTime().equals(seenTime)) {
            return null;
        }
        seenSize = found.size();
        seenTime = found.lastModifiedTime();
        return seenSize < channel.position() || !trail.isUnbroken() ? Restart.REWRITTEN : null;
    }

    private Restart elsewhere() {
        if (!isElsewhere) {
            isElsewhere = true;
            elsewhereSince = nanoTime.getAsLong();
        }
        return Restart.REPLACED;
    }

    /** Whether the next bytes are the last ones to be read of this file. */
    boolean isLastRead() {
        return fate != null;
    }

    /** Whether everything has been read that was in the file when it was opened. */
    boolean isHistoryRead() {
        return lines.taken() >= sizeAtFirst;
    }

    /** When the file was last changed before it was opened, in milliseconds since the epoch. */
    long changedAt() {
        return changedAt;
    }

    /** The number of bytes still to be read. */
    long unread() throws IOException {
        return Math.max(0, channel.size() - lines.taken());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
