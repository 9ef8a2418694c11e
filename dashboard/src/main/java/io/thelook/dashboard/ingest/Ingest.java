package io.thelook.dashboard.ingest;

import io.thelook.dashboard.engine.MessageLog;
import io.thelook.dashboard.journal.Journal;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedReader;
import io.thelook.model.Frame;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import io.thelook.service.thread.ServiceThread;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Takes deliveries of records: reads them, has them on the disk, and then applies them to the window. After a stop, or
 * if the window was discarded, {@link #restore} brings them back.
 *
 * <p>Thread-safe. The thread {@code ingest} starts with the first delivery.
 */
public final class Ingest {

    private static final Logger LOG = Logger.getLogger(Ingest.class);
    private static final int RECORDS_PER_ENTRY = 1_000;
    private static final int MOST_RESTORED_AT_A_TIME = 64;

    /** The form of the journal's entries: records as the relay sends them. */
    private static final FeedFormat STORED = new FeedFormat(true, List.of(), Optional.empty(), "");

    private final Journal journal;
    private final Applier applier;
    private final Function<String, FeedFormat> formats;
    private final MessageLog messages;
    private final Duration kept;
    private final InstantSource clock;
    private final ServiceThread thread = new ServiceThread("ingest");

    /** Belongs to the thread. */
    private final Map<String, FeedReader> readers = new HashMap<>();

    /**
     * @param formats of the deliveries that a scheme of {@link Admission} has admitted
     * @param messages receives each delivery as it came
     * @param kept how far the window reaches back at most
     */
    public Ingest(
            Journal journal,
            Applier applier,
            Function<String, FeedFormat> formats,
            MessageLog messages,
            Duration kept,
            InstantSource clock) {
        this.journal = journal;
        this.applier = applier;
        this.formats = formats;
        this.messages = messages;
        this.kept = kept;
        this.clock = clock;
    }

    /**
     * Takes a delivery.
     *
     * @param text JSON in any form
     * @param scheme that has admitted it
     * @return completes once its records are on the disk and in the window. Fails with a {@link FrameException} if the
     *     text cannot be read, and otherwise as {@link Journal#append}
     */
    public CompletionStage<Receipt> deliver(String text, String scheme) {
        CompletableFuture<Receipt> receipt = new CompletableFuture<>();
        thread.execute(() -> {
            long arrival = clock.millis();
            try {
                Frame frame =
                        readers.computeIfAbsent(scheme, this::reader).read(text).frame();
                messages.read(scheme, arrival, text, frame, "");
                store(frame.records())
                        .thenCompose(stored -> applier.apply(frame, arrival, true))
                        .whenComplete((change, failure) -> {
                            if (failure == null) {
                                receipt.complete(receipt(frame, change));
                            } else {
                                receipt.completeExceptionally(failure);
                            }
                        });
            } catch (FrameException e) {
                messages.unreadable(scheme, arrival, text, e.getMessage());
                receipt.completeExceptionally(e);
            } catch (RuntimeException | Error e) {
                receipt.completeExceptionally(e);
            }
        });
        return receipt;
    }

    private FeedReader reader(String scheme) {
        return new FeedReader(formats.apply(scheme));
    }

    private CompletionStage<Void> store(List<Record> records) {
        List<CompletableFuture<Void>> stored = new ArrayList<>();
        for (int from = 0; from < records.size(); from += RECORDS_PER_ENTRY) {
            List<Record> some = records.subList(from, Math.min(records.size(), from + RECORDS_PER_ENTRY));
            stored.add(journal.append(encode(some)).toCompletableFuture());
        }
        return CompletableFuture.allOf(stored.toArray(CompletableFuture<?>[]::new));
    }

    private static byte[] encode(List<Record> records) {
        ByteArrayOutputStream entry = new ByteArrayOutputStream();
        char separator = '[';
        for (Record record : records) {
            entry.write(separator);
            entry.writeBytes(RecordCodec.encode(record, FeedEncoding.ARRAY));
            separator = ',';
        }
        entry.write(']');
        return entry.toByteArray();
    }

    private static Receipt receipt(Frame frame, LiveWindow.Change change) {
        int known = change.duplicate() + change.stale();
        return new Receipt(
                frame.records().size() - known,
                known,
                frame.rejections().stream()
                        .map(each -> new Receipt.Rejected(
                                each.element(), each.reason().label(), each.detail()))
                        .toList());
    }

    /**
     * Applies the journal's entries again that the window may have. Waits until the last one is under way, so that what
     * follows is applied after it.
     *
     * @return the arrival of the first one, in milliseconds since the epoch; now if there is none
     */
    public long restore() {
        FeedReader reader = new FeedReader(STORED);
        Semaphore underWay = new Semaphore(MOST_RESTORED_AT_A_TIME);
        long[] first = {clock.millis()};
        long entries = journal.replay(clock.millis() - kept.toMillis(), (arrival, entry) -> {
            first[0] = Math.min(first[0], arrival);
            underWay.acquireUninterruptibly();
            try {
                Frame frame =
                        reader.read(new String(entry, StandardCharsets.UTF_8)).frame();
                applier.apply(frame, arrival, false).whenComplete((change, failure) -> underWay.release());
            } catch (FrameException e) {
                underWay.release();
                LOG.errorf("an entry of the journal cannot be read: %s", e.getMessage());
            }
        });
        if (entries > 0) {
            LOG.infof("%d deliveries of the last %d minutes are in the window again", entries, kept.toMinutes());
        }
        return first[0];
    }

    /**
     * Reads the journal's entries of a time, without applying them to the window.
     *
     * @param since in milliseconds since the epoch
     * @param until exclusive
     * @param records receives those of each entry
     */
    public void read(long since, long until, Consumer<List<Record>> records) {
        FeedReader reader = new FeedReader(STORED);
        journal.replay(since, (arrival, entry) -> {
            if (arrival >= until) {
                return;
            }
            try {
                Frame frame =
                        reader.read(new String(entry, StandardCharsets.UTF_8)).frame();
                records.accept(frame.records().stream()
                        .map(record -> record.orAt(arrival))
                        .toList());
            } catch (FrameException e) {
                LOG.errorf("an entry of the journal cannot be read: %s", e.getMessage());
            }
        });
    }

    /** How far the window reaches back at most. */
    public Duration kept() {
        return kept;
    }

    /** The thread that reads deliveries, for liveness and metrics. */
    public ServiceThread thread() {
        return thread;
    }

    /** Ends the thread. */
    public void stop() {
        thread.shutdownNow();
    }
}
