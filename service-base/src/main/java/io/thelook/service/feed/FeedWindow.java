package io.thelook.service.feed;

import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The records of a feed, keyed by order and item, sorted by event time, and ready to be sent.
 *
 * <p>A record is encoded once, when it is added or changes. A frame concatenates those bytes. It is built once and
 * reused until the window changes, however many clients request it:
 *
 * <pre>
 *   upsert(a) upsert(b)   [a,b]
 *   frame(from)           "[" a "," b "]"     made
 *   frame(from)                               the same text
 *   frame(from + 1) "[" b "]" a has left, made again
 * </pre>
 *
 * <p>The window's states are numbered for {@code thelook.v1}: {@link #nextUpsert} leads from the state that consumers
 * know to the current one. An edge in event time cannot express some changes, such as a record removed by
 * {@link #replace}. {@link #nextUpsert} then requires a {@link #snapshotMessage} instead.
 *
 * <p>Thread-safe. An upsert costs the encoding of the record; building a frame or a snapshot costs a copy of the
 * window's bytes.
 */
public final class FeedWindow {

    private static final Comparator<Entry> BY_EVENT_TIME =
            Comparator.<Entry>comparingLong(entry -> entry.createdAt).thenComparingLong(entry -> entry.arrival);

    private final int maxRecords;
    private final FeedEncoding encoding;
    private final EntryIndex index = new EntryIndex();
    private final TreeSet<Entry> inOrder = new TreeSet<>(BY_EVENT_TIME);
    private final Set<Entry> changed = new LinkedHashSet<>();
    private long arrivals;
    private long edge = Long.MIN_VALUE;
    private boolean somethingTakenOut;
    private long dropped;
    private long bytes;
    private long sequence;
    private String frame;
    private String records;

    /**
     * A change to send to consumers.
     *
     * @param sequence the number of the state that the change leads to
     * @param records new and changed records, as JSON separated by commas; {@code null} if they were not wanted or if
     *     only a snapshot can express the change
     */
    public record Upsert(long sequence, String records) {}

    /**
     * @param maxRecords the maximum number of records; the oldest ones beyond it are dropped early
     * @param encoding the form of the frames of the snapshot contract
     */
    public FeedWindow(int maxRecords, FeedEncoding encoding) {
        this.maxRecords = maxRecords;
        this.encoding = encoding;
    }

    /** Adds a record, or replaces the one with the same order and item. */
    public void upsert(Record record) {
        put(record);
    }

    private Entry put(Record record) {
        byte[] json = RecordCodec.encode(record, FeedEncoding.ARRAY);
        byte[] inFrame = encoding == FeedEncoding.ARRAY ? json : RecordCodec.encode(record, encoding);
        synchronized (this) {
            return put(record, json, inFrame);
        }
    }

    private Entry put(Record record, byte[] json, byte[] inFrame) {
        Entry entry = index.find(record.orderId(), record.itemId());
        String id = null;
        if (entry != null && entry.createdAt != record.createdAt()) {
            id = entry.id;
            remove(entry);
            entry = null;
        }
        if (entry == null) {
            id = id != null ? id : index.newId(record.orderId(), record.itemId());
            entry = new Entry(record, id, arrivals++);
            index.add(entry);
            inOrder.add(entry);
        } else if (Arrays.equals(entry.inFrame, inFrame)) {
            return entry;
        } else {
            bytes -= entry.inFrame.length;
        }
        bytes += inFrame.length;
        entry.json = entry.isUnderItsItemId()
                ? json
                : RecordCodec.encode(record.toBuilder().itemId(entry.id).build(), FeedEncoding.ARRAY);
        entry.inFrame = inFrame;
        changed.add(entry);
        forgetTexts();
        if (inOrder.size() > maxRecords) {
            remove(inOrder.first());
            dropped++;
            edge = Math.max(edge, inOrder.first().createdAt);
        }
        return entry;
    }

    private void remove(Entry entry) {
        bytes -= entry.inFrame.length;
        index.remove(entry);
        inOrder.remove(entry);
        changed.remove(entry);
        forgetTexts();
    }

    private void forgetTexts() {
        frame = null;
        records = null;
    }

    /** Makes the window hold exactly these records. */
    public synchronized void replace(Collection<Record> newRecords) {
        Set<Entry> kept = new HashSet<>();
        for (Record record : newRecords) {
            kept.add(put(record));
        }
        for (Entry entry : inOrder.toArray(Entry[]::new)) {
            if (!kept.contains(entry)) {
                remove(entry);
                somethingTakenOut = true;
            }
        }
    }

    /**
     * Removes the records that lie in the future, after a clock was set back.
     *
     * @param now in milliseconds since the epoch
     * @return the number of records removed
     */
    public synchronized int removeAfter(long now) {
        int removed = 0;
        while (!inOrder.isEmpty() && inOrder.last().createdAt > now) {
            remove(inOrder.last());
            removed++;
            somethingTakenOut = true;
        }
        return removed;
    }

    private void advance(long from) {
        while (!inOrder.isEmpty() && inOrder.first().createdAt < from) {
            remove(inOrder.first());
        }
        // While the window is full, the edge stays where early drops have raised it, until the clock catches up.
        edge = inOrder.size() < maxRecords ? from : Math.max(from, edge);
    }

    /**
     * The window as a frame of the snapshot contract.
     *
     * @param from the lower edge: records with an earlier event time are removed
     */
    public synchronized String frame(long from) {
        advance(from);
        if (frame == null) {
            frame = join(encoding.prefix(), inOrder, true, encoding.suffix());
        }
        return frame;
    }

    /**
     * The window as a frame of the snapshot contract, if there is one to send. The reference, whose form is
     * {@link FeedEncoding#STRING}, sends nothing for an empty window.
     *
     * @param from the lower edge: records with an earlier event time are removed
     */
    public synchronized Optional<String> frameToSend(long from) {
        String text = frame(from);
        return inOrder.isEmpty() && encoding == FeedEncoding.STRING ? Optional.empty() : Optional.of(text);
    }

    /**
     * The changes since the last call, after the removal of records before the lower edge; empty if there are none.
     *
     * @param from the lower edge
     * @param wanted whether the records are to be included
     */
    public synchronized Optional<Upsert> nextUpsert(long from, boolean wanted) {
        advance(from);
        if (changed.isEmpty() && !somethingTakenOut) {
            return Optional.empty();
        }
        String text = somethingTakenOut || !wanted ? null : join("", changed, false, "");
        changed.clear();
        somethingTakenOut = false;
        return Optional.of(new Upsert(++sequence, text));
    }

    /** The number of the state that the last {@link #nextUpsert} led to. */
    public synchronized long sequence() {
        return sequence;
    }

    /** The current lower edge: that of the last call, or a later one if records were dropped early. */
    public synchronized long edge() {
        return edge;
    }

    /**
     * The window as a message of {@code thelook.v1}. Call this right after {@link #nextUpsert}: a record added in
     * between is included, but it belongs to the next state, so the next upsert sends it again.
     *
     * @param now the clock, in milliseconds since the epoch
     */
    public synchronized String snapshotMessage(long now) {
        if (records == null) {
            records = join("", inOrder, false, "");
        }
        return FeedProtocol.open(Kind.SNAPSHOT, sequence, now, edge) + records + FeedProtocol.CLOSE;
    }

    /**
     * Builds the text in one array: with a large window, there is no memory for another copy. Prefix and suffix are
     * ASCII.
     */
    private static String join(String prefix, Collection<Entry> entries, boolean inFrame, String suffix) {
        long length = prefix.length() + entries.size() + suffix.length();
        for (Entry entry : entries) {
            length += (inFrame ? entry.inFrame : entry.json).length;
        }
        byte[] joined = new byte[Math.toIntExact(length)];
        int at = put(prefix, joined, 0);
        for (Entry entry : entries) {
            byte[] bytes = inFrame ? entry.inFrame : entry.json;
            if (at > prefix.length()) {
                joined[at++] = ',';
            }
            System.arraycopy(bytes, 0, joined, at, bytes.length);
            at += bytes.length;
        }
        at = put(suffix, joined, at);
        return new String(joined, 0, at, StandardCharsets.UTF_8);
    }

    private static int put(String ascii, byte[] into, int at) {
        byte[] bytes = ascii.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, into, at, bytes.length);
        return at + bytes.length;
    }

    /** The number of records; expired ones count until they are removed by the next call that takes an edge. */
    public synchronized int size() {
        return inOrder.size();
    }

    /** The total size of the records as encoded in a frame, in bytes. */
    public synchronized long bytes() {
        return bytes;
    }

    /** The number of records that were dropped early because there were too many. */
    public synchronized long dropped() {
        return dropped;
    }
}
