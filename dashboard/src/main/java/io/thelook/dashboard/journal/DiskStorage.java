package io.thelook.dashboard.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * A folder on a disk. The lock on its file {@code lock} keeps other processes out, and ends with the process, however
 * that ends.
 *
 * <p>On Windows, a folder cannot be forced; its file system does so itself.
 */
final class DiskStorage implements Storage {

    private static final String LOCK = "lock";

    /**
     * The folders that this process uses. Opening and closing the lock's file again would release the lock: POSIX
     * counts locks by process, not by descriptor.
     */
    private static final Set<Path> CLAIMED = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private Path claimed;
    private FileChannel lock;

    DiskStorage(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    @Override
    public void claim() throws IOException {
        try {
            createFolder();
            if (!Files.isWritable(folder)) {
                throw new AccessDeniedException(folder.toString());
            }
            list();
            lock();
        } catch (IOException e) {
            close();
            throw new IOException("cannot keep the journal in " + folder + ": " + reason(e), e);
        }
    }

    /** Creates the folder and its parents, and forces them to the disk. */
    private void createFolder() throws IOException {
        Deque<Path> parents = new ArrayDeque<>();
        for (Path each = folder; each.getParent() != null && Files.notExists(each); each = each.getParent()) {
            parents.push(each.getParent());
        }
        Files.createDirectories(folder);
        for (Path parent : parents) {
            force(parent);
        }
    }

    private void lock() throws IOException {
        Path real = folder.toRealPath();
        if (!CLAIMED.add(real)) {
            throw inUse();
        }
        claimed = real;
        lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = lock.tryLock();
        if (held == null) {
            throw inUse();
        }
    }

    private static IOException inUse() {
        return new IOException("another dashboard uses it; set DATA_DIR to a separate folder");
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (failure instanceof NoSuchFileException) {
            return "it cannot be created";
        }
        if (failure instanceof FileAlreadyExistsException || failure instanceof NotDirectoryException) {
            return "it is not a folder";
        }
        if (failure instanceof FileSystemException inFile && inFile.getReason() != null) {
            return inFile.getReason();
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }

    @Override
    public Map<String, Long> list() throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(each)) {
                    sizes.put(each.getFileName().toString(), Files.size(each));
                }
            }
        }
        return sizes;
    }

    @Override
    public Output create(String name) throws IOException {
        FileChannel channel =
                FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new DiskOutput(channel);
    }

    @Override
    public Input open(String name) throws IOException {
        return new DiskInput(new RandomAccessFile(folder.resolve(name).toFile(), "r"));
    }

    @Override
    public void force(String name) throws IOException {
        try (FileChannel channel = FileChannel.open(folder.resolve(name), StandardOpenOption.WRITE)) {
            channel.force(false);
        }
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
    }

    @Override
    public void forceFolder() throws IOException {
        force(folder);
    }

    private static void force(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = FileChannel.open(folder, StandardOpenOption.READ);
        } catch (AccessDeniedException e) {
            // Windows opens no folder; elsewhere, one that may not be read was there before.
            return;
        }
        try (channel) {
            channel.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (lock != null) {
                lock.close();
            }
        } finally {
            if (claimed != null) {
                CLAIMED.remove(claimed);
                claimed = null;
            }
        }
    }

    /** Appends through a channel. */
    private record DiskOutput(FileChannel channel) implements Output {

        @Override
        public void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        @Override
        public void force() throws IOException {
            // Also forces the size: without it, the appended bytes could not be read.
            channel.force(false);
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Reads from a file that, unlike a channel, does not close when the thread is interrupted. */
    private record DiskInput(RandomAccessFile file) implements Input {

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            file.seek(position);
            int total = 0;
            while (total < length) {
                int read = file.read(into, offset + total, length - total);
                if (read < 0) {
                    break;
                }
                total += read;
            }
            return total;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
