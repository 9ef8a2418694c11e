package io.thelook.dashboard.journal;

import io.thelook.service.thread.Throttle;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The files of a journal. Entries go to the newest; a full one is followed by another. Files of earlier runs are never
 * written.
 *
 * <p>After a failure, of a write or of a force, nothing more goes to that segment: bytes after a torn entry could be
 * lost with it, and a successful force after a failed one proves nothing about the data of the failed one.
 *
 * <p>One thread appends; any thread may replay and read the size.
 */
final class Segments {

    private static final Logger LOG = Logger.getLogger(Journal.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);
    private static final int BUFFER = 1 << 16;

    private final JournalSettings settings;
    private final Storage storage;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final JournalCounters counters;
    private final Throttle warnings = new Throttle(BETWEEN_WARNINGS, System::nanoTime);

    /** The bytes in each segment; in the newest, only those that are forced. */
    private final NavigableMap<SegmentName, Long> sizes = new ConcurrentSkipListMap<>();

    // The following belong to the thread that appends.
    private ByteBuffer buffer;
    private long sequence;

    /** No entry arrived after this, in ms. */
    private long newest;

    /** Writes the current segment; null if the next entry begins one. */
    private SegmentWriter writer;

    /** @param random for the markers */
    Segments(
            JournalSettings settings,
            Storage storage,
            InstantSource clock,
            RandomGenerator random,
            JournalCounters counters) {
        this.settings = settings;
        this.storage = storage;
        this.clock = clock;
        this.random = random;
        this.counters = counters;
    }

    /**
     * Finds the segments of earlier runs, and forces them to the disk: a killed process may have left entries that only
     * the operating system has, and replayed entries must survive the next loss of power.
     */
    void open() throws IOException {
        storage.list().forEach((file, size) -> SegmentName.parse(file).ifPresent(name -> sizes.put(name, size)));
        for (SegmentName each : sizes.keySet()) {
            storage.force(each.toString());
        }
        storage.forceFolder();
        if (!sizes.isEmpty()) {
            SegmentName last = sizes.lastKey();
            sequence = last.sequence();
            newest = last.from();
            tryRead(last, sizes.get(last), (arrival, entry) -> newest = Math.max(newest, arrival));
        }
    }

    /**
     * Writes the entries, which fit into one segment, and forces them to the disk.
     *
     * @throws IOException if that fails; the next call begins a new segment
     */
    void append(List<Pending> batch) throws IOException {
        boolean isDone = false;
        try {
            long size = batch.stream().mapToLong(Pending::size).sum();
            if (writer == null || writer.size() + size > settings.segmentBytes()) {
                begin();
            }
            for (Pending each : batch) {
                writer.put(each);
                newest = Math.max(newest, each.arrival());
            }
            writer.force();
            sizes.put(writer.name(), writer.size());
            isDone = true;
        } finally {
            if (!isDone) {
                abandon();
            }
        }
    }

    /** Begins a segment. */
    private void begin() throws IOException {
        close();
        long now = clock.millis();
        newest = Math.max(newest, now);
        expire(now - settings.retention().toMillis());
        drop();
        if (buffer == null) {
            buffer = ByteBuffer.allocateDirect(BUFFER);
        }
        sequence++;
        SegmentName name = new SegmentName(sequence, newest, random.nextLong());
        writer = new SegmentWriter(name, storage.create(name.toString()), buffer);
        sizes.put(name, 0L);
        storage.forceFolder();
    }

    /** Removes the failed entries from the segment, as far as the disk allows it, and closes the segment. */
    private void abandon() {
        if (writer == null) {
            return;
        }
        SegmentWriter failed = writer;
        writer = null;
        try {
            if (failed.forcedSize() > 0) {
                failed.cut();
            }
            failed.close();
            if (failed.forcedSize() == 0) {
                delete(failed.name());
            }
        } catch (IOException e) {
            sizes.put(failed.name(), failed.size());
            LOG.debugf(e, "the end of %s could not be removed", failed.name());
        }
    }

    /** Deletes the segments whose entries all arrived before that time, in ms. */
    private void expire(long before) {
        for (SegmentName each : List.copyOf(sizes.keySet())) {
            SegmentName next = sizes.higherKey(each);
            if ((next == null ? newest : next.from()) >= before) {
                return;
            }
            tryDelete(each);
        }
    }

    /** Deletes the oldest segments, until there is room for one more. */
    private void drop() {
        long most = settings.maxBytes() - settings.segmentBytes();
        long droppedBefore = counters.droppedSegments.sum();
        for (Map.Entry<SegmentName, Long> each : List.copyOf(sizes.entrySet())) {
            if (bytes() <= most) {
                break;
            }
            if (tryDelete(each.getKey())) {
                counters.droppedSegments.increment();
                counters.droppedBytes.add(each.getValue());
            }
        }
        if (counters.droppedSegments.sum() > droppedBefore && warnings.tryAcquire()) {
            LOG.warnf(
                    "the journal in %s has reached its limit of %d bytes: %d segments (%d bytes) dropped so far"
                            + " before their retention of %d minutes was over",
                    settings.folder(),
                    settings.maxBytes(),
                    counters.droppedSegments.sum(),
                    counters.droppedBytes.sum(),
                    settings.retention().toMinutes());
        }
    }

    private boolean tryDelete(SegmentName name) {
        try {
            delete(name);
            return true;
        } catch (IOException e) {
            if (warnings.tryAcquire()) {
                LOG.warnf("the journal in %s cannot delete %s: %s", settings.folder(), name, e.getMessage());
            }
            return false;
        }
    }

    private void delete(SegmentName name) throws IOException {
        storage.delete(name.toString());
        sizes.remove(name);
    }

    /** As {@link Journal#replay}. */
    long replay(long since, EntryConsumer consumer) {
        LongAdder replayed = new LongAdder();
        EntryConsumer filtered = (arrival, entry) -> {
            if (arrival >= since) {
                consumer.accept(arrival, entry);
                replayed.increment();
            }
        };
        long damaged = 0;
        List<Map.Entry<SegmentName, Long>> segments = List.copyOf(sizes.entrySet());
        for (int i = 0; i < segments.size(); i++) {
            boolean isLast = i + 1 == segments.size();
            if (isLast || segments.get(i + 1).getKey().from() >= since) {
                damaged += tryRead(segments.get(i).getKey(), segments.get(i).getValue(), filtered);
            }
        }
        counters.damaged.add(damaged);
        if (damaged > 0) {
            LOG.warnf("damage in the journal in %s was skipped, number of places: %d", settings.folder(), damaged);
        }
        return replayed.sum();
    }

    /** Reads a segment, as far as the disk allows it. Returns the number of damaged places. */
    private long tryRead(SegmentName name, long size, EntryConsumer consumer) {
        try {
            return read(name, size, consumer);
        } catch (IOException e) {
            if (!sizes.containsKey(name)) {
                // Deleted since, because of its age or the journal's size.
                return 0;
            }
            LOG.warnf("the journal in %s cannot read the rest of %s: %s", settings.folder(), name, e.getMessage());
            return 1;
        }
    }

    /** Reads a segment. Returns the number of damaged places. */
    private long read(SegmentName name, long size, EntryConsumer consumer) throws IOException {
        try (Storage.Input file = storage.open(name.toString())) {
            SegmentReader reader = new SegmentReader(file, name.marker(), size);
            for (SegmentReader.Entry each = reader.next(); each != null; each = reader.next()) {
                consumer.accept(each.arrival(), each.bytes());
            }
            return reader.damaged();
        }
    }

    /** The bytes on the disk. */
    long bytes() {
        return sizes.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Closes the newest segment, which is completely forced. */
    void close() {
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException e) {
                LOG.debugf(e, "%s was not closed properly", writer.name());
            }
            writer = null;
        }
    }
}
