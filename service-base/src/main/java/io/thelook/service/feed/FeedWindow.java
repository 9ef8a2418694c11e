package io.thelook.producer.window;

import io.thelook.model.FeedEncoding;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The records with {@code createdAt >= now - lookback}, in the order of their event time.
 *
 * <p>A record is encoded once, when it is added. A snapshot concatenates those bytes, and is made once for as long as the
 * window does not change, however many ask for it:
 *
 * <pre>
 *   add(a) add(b)         [a,b]
 *   snapshot(t)           "[" a "," b "]"     made
 *   snapshot(t)                               the same object
 *   snapshot(t + 5 min)   "[" b "]"           a has left, made anew
 * </pre>
 *
 * <p>Thread-safe. Adding costs the encoding; a snapshot costs the window's bytes.
 */
public final class RecordWindow {

    private final long lookbackMillis;
    private final int maxRecords;
    private final FeedEncoding encoding;
    private final Deque<Entry> entries = new ArrayDeque<>();
    private long payloadBytes;
    private long dropped;
    private Snapshot current;

    private record Entry(long createdAt, byte[] json) {}

    /**
     * @param lookback how far back the window reaches
     * @param maxRecords beyond so many the oldest are dropped before their time
     * @param encoding the form of the frames
     */
    public RecordWindow(Duration lookback, int maxRecords, FeedEncoding encoding) {
        this.lookbackMillis = lookback.toMillis();
        this.maxRecords = maxRecords;
        this.encoding = encoding;
    }

    /**
     * Adds a record.
     *
     * @throws IllegalArgumentException if it is older than the newest record inside
     */
    public void add(Record record) {
        byte[] json = RecordCodec.encode(record, encoding);
        synchronized (this) {
            Entry newest = entries.peekLast();
            if (newest != null && record.createdAt() < newest.createdAt()) {
                throw new IllegalArgumentException("created_at " + record.createdAt()
                        + ": expected at least that of the newest record, " + newest.createdAt());
            }
            if (entries.size() == maxRecords) {
                removeOldest();
                dropped++;
            }
            entries.addLast(new Entry(record.createdAt(), json));
            payloadBytes += json.length;
            current = null;
        }
    }

    /**
     * Removes the records that lie in the future, after a clock was set back.
     *
     * @param now in milliseconds since the epoch
     * @return how many they were
     */
    public synchronized int removeAfter(long now) {
        int removed = 0;
        while (!entries.isEmpty() && entries.peekLast().createdAt() > now) {
            payloadBytes -= entries.removeLast().json().length;
            removed++;
            current = null;
        }
        return removed;
    }

    /**
     * The window at this moment.
     *
     * @param now in milliseconds since the epoch
     */
    public synchronized Snapshot snapshot(long now) {
        while (!entries.isEmpty() && entries.peekFirst().createdAt() < now - lookbackMillis) {
            removeOldest();
        }
        if (current == null) {
            current = concatenate();
        }
        return current;
    }

    private void removeOldest() {
        payloadBytes -= entries.removeFirst().json().length;
        current = null;
    }

    private Snapshot concatenate() {
        byte[] prefix = encoding.prefix().getBytes(StandardCharsets.US_ASCII);
        byte[] suffix = encoding.suffix().getBytes(StandardCharsets.US_ASCII);
        int commas = Math.max(0, entries.size() - 1);
        byte[] frame = new byte[Math.toIntExact(prefix.length + payloadBytes + commas + suffix.length)];
        int at = put(prefix, frame, 0);
        for (Entry entry : entries) {
            if (at > prefix.length) {
                frame[at++] = ',';
            }
            at = put(entry.json(), frame, at);
        }
        put(suffix, frame, at);
        return new Snapshot(new String(frame, StandardCharsets.UTF_8), entries.size(), frame.length);
    }

    private static int put(byte[] bytes, byte[] frame, int at) {
        System.arraycopy(bytes, 0, frame, at, bytes.length);
        return at + bytes.length;
    }

    /** The records inside; those past their time may be among them until the next snapshot. */
    public synchronized int size() {
        return entries.size();
    }

    /** The records that had to go before their time, because there were too many. */
    public synchronized long dropped() {
        return dropped;
    }
}
