package io.thelook.dashboard.journal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A folder in memory that a {@linkplain #losePower loss of power} takes back to what was forced, and that fails as
 * disks do: in the middle of a write, when it is full, or in a force, after which a further force of the same file
 * brings nothing back. Thread-safe.
 */
final class FakeDisk implements Storage {

    private final SplittableRandom random;
    private final Map<String, Content> files = new TreeMap<>();
    private final Map<String, Content> forcedFiles = new HashMap<>();

    /** Whether a force of a file written does anything. */
    private boolean forcesFiles = true;

    /** Whether a force of a file found does anything. */
    private boolean forcesFound = true;

    /** Whether a force of the folder does anything. */
    private boolean forcesFolder = true;

    private boolean isStrict;
    private long capacity = Long.MAX_VALUE;
    private int failingForces;
    private long operationsLeft = Long.MAX_VALUE;
    private boolean isDead;
    private boolean isClaimed;
    private int forces;
    private Runnable beforeForce = () -> {};

    FakeDisk(long seed) {
        random = new SplittableRandom(seed);
    }

    /** The content of a file, and its forced part. */
    private static final class Content {

        private byte[] bytes = {};
        private byte[] forced = {};

        /** The range of bytes that a failed force has lost: its start, and its end. */
        private int lostFrom = Integer.MAX_VALUE;

        private int lostTo;

        private void force() {
            forced = bytes.clone();
            if (lostFrom < forced.length) {
                Arrays.fill(forced, lostFrom, Math.min(lostTo, forced.length), (byte) 0);
            }
        }

        private void failForce() {
            lostFrom = Math.min(lostFrom, forced.length);
            lostTo = bytes.length;
        }
    }

    synchronized FakeDisk withoutFileForces() {
        forcesFiles = false;
        return this;
    }

    synchronized FakeDisk withoutForcesOfWhatWasFound() {
        forcesFound = false;
        return this;
    }

    synchronized FakeDisk withoutFolderForces() {
        forcesFolder = false;
        return this;
    }

    /** A loss of power removes everything that was not forced; otherwise, some of it may stay. */
    synchronized FakeDisk strict() {
        isStrict = true;
        return this;
    }

    /** Limit on the bytes in all files. */
    synchronized void capacity(long bytes) {
        capacity = bytes;
    }

    /** The next forces of files that fail. */
    synchronized void failForces(int number) {
        failingForces = number;
    }

    /** The process dies in the operation of that number. */
    synchronized void dieAfter(long operations) {
        operationsLeft = operations;
    }

    synchronized boolean isDead() {
        return isDead;
    }

    /** Runs before each force of a file, on the thread that forces. */
    synchronized void beforeForce(Runnable action) {
        beforeForce = action;
    }

    /** How often files that are written were forced. */
    synchronized int forces() {
        return forces;
    }

    synchronized int failingForces() {
        return failingForces;
    }

    synchronized byte[] content(String name) {
        return files.get(name).bytes.clone();
    }

    synchronized void put(String name, byte[] bytes) {
        Content content = new Content();
        content.bytes = bytes.clone();
        content.force();
        files.put(name, content);
        forcedFiles.put(name, content);
    }

    /** The process ends, and another begins. The operating system keeps what it has. */
    synchronized void restart() {
        isDead = false;
        isClaimed = false;
        capacity = Long.MAX_VALUE;
        failingForces = 0;
        operationsLeft = Long.MAX_VALUE;
    }

    /** The machine loses its power, and comes back. */
    synchronized void losePower() {
        Map<String, Content> left = new HashMap<>();
        files.forEach((name, content) -> {
            if (forcedFiles.get(name) == content || survives()) {
                left.put(name, afterLoss(content));
            }
        });
        forcedFiles.forEach((name, content) -> {
            if (!files.containsKey(name) && survives()) {
                left.put(name, afterLoss(content));
            }
        });
        files.clear();
        forcedFiles.clear();
        files.putAll(left);
        forcedFiles.putAll(left);
        restart();
    }

    private boolean survives() {
        return !isStrict && random.nextBoolean();
    }

    private Content afterLoss(Content before) {
        Content after = new Content();
        after.bytes = before.forced;
        if (before.bytes.length < before.forced.length) {
            after.bytes = survives() ? before.bytes : before.forced;
        } else if (survives()) {
            int length = random.nextInt(before.forced.length, before.bytes.length + 1);
            after.bytes = Arrays.copyOf(before.bytes, length);
            System.arraycopy(before.forced, 0, after.bytes, 0, before.forced.length);
            if (random.nextBoolean()) {
                for (int i = before.forced.length; i < length; i += 1 + random.nextInt(40)) {
                    after.bytes[i] = (byte) random.nextInt();
                }
            }
        }
        after.force();
        return after;
    }

    /** Returns whether this operation is the one in which the process dies. */
    private boolean dies() throws IOException {
        if (isDead) {
            throw new IOException("dead");
        }
        operationsLeft--;
        isDead = operationsLeft <= 0;
        return isDead;
    }

    private void operate() throws IOException {
        if (dies()) {
            throw new IOException("died");
        }
    }

    @Override
    public synchronized void claim() throws IOException {
        operate();
        if (isClaimed) {
            throw new IOException("claimed already");
        }
        isClaimed = true;
    }

    @Override
    public synchronized Map<String, Long> list() throws IOException {
        operate();
        Map<String, Long> sizes = new TreeMap<>();
        files.forEach((name, content) -> sizes.put(name, (long) content.bytes.length));
        return sizes;
    }

    @Override
    public synchronized Output create(String name) throws IOException {
        operate();
        if (files.containsKey(name)) {
            throw new FileAlreadyExistsException(name);
        }
        Content content = new Content();
        files.put(name, content);
        return new FakeOutput(content);
    }

    @Override
    public synchronized Input open(String name) throws IOException {
        operate();
        return new FakeInput(existing(name));
    }

    private Content existing(String name) throws IOException {
        Content content = files.get(name);
        if (content == null) {
            throw new FileNotFoundException(name);
        }
        return content;
    }

    @Override
    public synchronized void force(String name) throws IOException {
        operate();
        Content content = existing(name);
        if (forcesFound) {
            content.force();
        }
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        operate();
        files.remove(name);
    }

    @Override
    public synchronized void forceFolder() throws IOException {
        operate();
        if (forcesFolder) {
            forcedFiles.clear();
            forcedFiles.putAll(files);
        }
    }

    @Override
    public synchronized void close() {
        isClaimed = false;
    }

    private final class FakeOutput implements Output {

        private final Content content;

        private FakeOutput(Content content) {
            this.content = content;
        }

        @Override
        public void write(ByteBuffer source) throws IOException {
            synchronized (FakeDisk.this) {
                boolean dies = dies();
                long used = files.values().stream()
                        .mapToLong(file -> file.bytes.length)
                        .sum();
                long room = Math.max(0, capacity - used);
                int length = (int) Math.min(room, dies ? random.nextInt(source.remaining() + 1) : source.remaining());
                int end = content.bytes.length;
                content.bytes = Arrays.copyOf(content.bytes, end + length);
                source.get(content.bytes, end, length);
                if (dies || source.hasRemaining()) {
                    throw new IOException("No space left on device");
                }
            }
        }

        @Override
        public void force() throws IOException {
            Runnable action;
            synchronized (FakeDisk.this) {
                action = beforeForce;
            }
            action.run();
            synchronized (FakeDisk.this) {
                operate();
                forces++;
                if (failingForces > 0) {
                    failingForces--;
                    content.failForce();
                    throw new IOException("Input/output error");
                }
                if (forcesFiles) {
                    content.force();
                }
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FakeDisk.this) {
                operate();
                content.bytes = Arrays.copyOf(content.bytes, (int) size);
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (FakeDisk.this) {
                operate();
            }
        }
    }

    private final class FakeInput implements Input {

        private final Content content;

        private FakeInput(Content content) {
            this.content = content;
        }

        @Override
        public int read(long position, byte[] into, int offset, int length) throws IOException {
            synchronized (FakeDisk.this) {
                operate();
                int read = (int) Math.max(0, Math.min(length, content.bytes.length - position));
                if (read > 0) {
                    System.arraycopy(content.bytes, (int) position, into, offset, read);
                }
                return read;
            }
        }

        @Override
        public void close() throws IOException {
            synchronized (FakeDisk.this) {
                operate();
            }
        }
    }
}
