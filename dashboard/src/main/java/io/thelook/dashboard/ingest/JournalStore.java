package io.thelook.dashboard.ingest;

import io.thelook.dashboard.journal.Journal;
import io.thelook.dashboard.journal.JournalFullException;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedReader;
import io.thelook.model.Frame;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Keeps the records of deliveries in a journal on the disk, and then applies them to the window. After a stop, or if
 * the window was discarded, {@link #restore} brings them back. Thread-safe.
 */
public final class JournalStore implements DeliveryStore {

    private static final Logger LOG = Logger.getLogger(JournalStore.class);
    private static final int RECORDS_PER_ENTRY = 1_000;
    private static final int MOST_RESTORED_AT_A_TIME = 64;

    private final Journal journal;
    private final Applier applier;
    private final Duration kept;
    private final InstantSource clock;

    /** @param kept how far the window reaches back at most */
    public JournalStore(Journal journal, Applier applier, Duration kept, InstantSource clock) {
        this.journal = journal;
        this.applier = applier;
        this.kept = kept;
        this.clock = clock;
    }

    @Override
    public CompletionStage<LiveWindow.Change> keep(Frame frame, long arrival) {
        return store(frame.records()).thenCompose(stored -> applier.apply(frame, arrival, true));
    }

    private CompletionStage<Void> store(List<Record> records) {
        List<CompletableFuture<Void>> stored = new ArrayList<>();
        for (int from = 0; from < records.size(); from += RECORDS_PER_ENTRY) {
            List<Record> some = records.subList(from, Math.min(records.size(), from + RECORDS_PER_ENTRY));
            stored.add(journal.append(encode(some)).toCompletableFuture());
        }
        return CompletableFuture.allOf(stored.toArray(CompletableFuture<?>[]::new))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(words(failure)));
    }

    private static Throwable words(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof JournalFullException) {
            return new StoreException("too many deliveries wait for the disk", 1);
        }
        return cause instanceof IOException
                ? new StoreException("the records cannot be written to the disk at the moment", 5)
                : cause;
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

    /**
     * Applies the journal's entries again that may belong to the window. Waits until the last one is queued, so that
     * later entries are applied after it.
     *
     * @return the arrival of the first one, in milliseconds since the epoch; now if there is none
     */
    public long restore() {
        FeedReader reader = new FeedReader(FeedFormat.RECORDS);
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
        FeedReader reader = new FeedReader(FeedFormat.RECORDS);
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

    /** Writes the waiting entries, and closes the journal. */
    @Override
    public void close() {
        journal.close();
    }
}
