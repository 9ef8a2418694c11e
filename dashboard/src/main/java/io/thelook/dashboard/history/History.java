package io.thelook.dashboard.history;

import io.thelook.dashboard.window.Filter;
import io.thelook.dashboard.window.RecordListener;
import io.thelook.model.Record;
import io.thelook.model.RecordField;
import io.thelook.service.thread.ServiceThread;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The records of the last weeks, on disk.
 *
 * <p>Records are passed on by the {@link #recorder}, which never waits, and are written once a second. Queries run in
 * parallel, on their own threads. If the disk fails, {@link #state} says so, and everything else continues.
 *
 * <p>Longer than 300 lines because it is the only entry to this package. Thread-safe.
 */
public final class History {

    private final HistorySettings settings;
    private final LongSupplier nanoTime;
    private final int mostNames;
    private final Writer writer;
    private final QueryQueue queries;
    private final Desk desk;
    private final LongAdder spansLoaded = new LongAdder();
    private volatile Runnable refill = () -> {};

    /**
     * @param mostNames limit on the names of each breakdown
     * @param nanoTime as {@link System#nanoTime}
     */
    public History(HistorySettings settings, int mostNames, InstantSource clock, LongSupplier nanoTime) {
        this.settings = settings;
        this.mostNames = mostNames;
        this.nanoTime = nanoTime;
        this.writer = new Writer(settings, clock, () -> refill.run());
        this.queries = new QueryQueue(nanoTime);
        this.desk = new Desk(queries, nanoTime);
    }

    /**
     * Opens the history, on its own thread. If that fails, the {@link #state} says why, and the history retries.
     *
     * @param reach how far back records are wanted
     * @return the kept records; empty if there are none, or they cannot be read. Never fails
     */
    public CompletionStage<Optional<Restored>> open(Duration reach) {
        return writer.open(reach).exceptionally(failure -> Optional.empty());
    }

    /** Receives the changes of the records. */
    public RecordListener recorder() {
        return writer.waiting();
    }

    /**
     * Sets the task that passes on all records of the live window again if some could not be kept. It must return at
     * once.
     */
    public void onRefill(Runnable request) {
        refill = request;
    }

    /** All records of the live window have been passed on again. */
    public void refilled() {
        writer.waiting().refilled();
    }

    /**
     * All records of a span have been passed on.
     *
     * @param complete the span
     * @param feed the feed's own window
     * @param bookmark makes that of the log that was read for that, a text that comes back with {@link Restored}; empty
     *     if there is none
     */
    public void covered(TimeSpan complete, TimeSpan feed, Supplier<String> bookmark) {
        writer.waiting().covered(complete, feed, bookmark);
    }

    /** All records of a span have been passed on, however long it is. */
    public void complete(TimeSpan span) {
        writer.waiting().complete(span);
    }

    /**
     * Writes records of the past.
     *
     * @param span all of whose records have been passed on with these; {@code null} if more follow
     * @return completes when they are kept; fails if they cannot be written
     */
    public CompletionStage<Void> load(List<Record> records, TimeSpan span) {
        return writer.load(records, span).thenRun(() -> {
            if (span != null) {
                desk.forget();
                spansLoaded.increment();
            }
        });
    }

    /** The number of spans of the past that have been loaded. */
    public long spansLoaded() {
        return spansLoaded.sum();
    }

    /** Deletes the records of an incomplete span, before it is loaded. */
    public CompletionStage<Void> clear(TimeSpan span) {
        return writer.clear(span);
    }

    /** Sets whether the feed's past is being loaded. */
    public void loading(boolean now) {
        writer.loading(now);
    }

    /** The parts of a span that are not kept, without those that are too old to be. */
    public List<TimeSpan> missing(TimeSpan span, long now) {
        long from = Math.max(span.from(), edge(now));
        return from >= span.to() ? List.of() : writer.coverage().gaps(new TimeSpan(from, span.to()));
    }

    /** The first time of the days that are kept, in milliseconds since the epoch. */
    public long edge(long now) {
        return settings.calendar().plusDays(settings.calendar().midnightBefore(now), -settings.days());
    }

    /**
     * The figures of a query, which may be some seconds old. Those to compare with may not be known yet.
     *
     * @param address of the viewer, as limits count it; addresses take turns
     * @param isWanted whether the viewer still waits; thread-safe. If not, the answer may never come
     * @param now the present, in milliseconds since the epoch
     */
    public CompletionStage<Answer> answer(HistoryQuery query, String address, BooleanSupplier isWanted, long now) {
        return desk.answer(query, address, isWanted, () -> compute(answers -> answers.first(query, now, nanoTime)));
    }

    /** Adds the figures to compare with to an answer to the query. */
    public CompletionStage<Answer> compare(HistoryQuery query, String address, Answer answer) {
        return desk.complete(
                query, address, answer, () -> compute(answers -> answers.compared(query, answer, nanoTime)));
    }

    /**
     * All figures of a query whose earlier answer is shown meanwhile. Queries that viewers wait for come first.
     *
     * @param address that opened the view
     * @param now the present, in milliseconds since the epoch
     */
    public CompletionStage<Answer> refresh(HistoryQuery query, String address, long now) {
        return desk.refresh(query, address, () -> compute(answers -> answers.of(query, now, nanoTime)));
    }

    /**
     * The figures of a query at an earlier time.
     *
     * @param address of the viewer
     * @param at the present of that time, in milliseconds since the epoch
     */
    public CompletionStage<Answer> answerAt(HistoryQuery query, String address, long at) {
        return queries.ask(address, () -> compute(answers -> answers.of(query, at, nanoTime)));
    }

    private interface Computing<T> {

        T by(Answers answers) throws SQLException;
    }

    private <T> T compute(Computing<T> computing) throws SQLException, HistoryException {
        return read(reader -> computing.by(new Answers(reader, writer.coverage(), settings.calendar(), mostNames)));
    }

    private interface Reading<T> {

        T from(Reader reader) throws SQLException;
    }

    private <T> T read(Reading<T> reading) throws SQLException, HistoryException {
        Database database = writer.readable();
        if (database == null) {
            throw new HistoryException(writer.state().reason(), null);
        }
        try (Reader reader = new Reader(database.connect(), settings.queryLimit())) {
            return reading.from(reader);
        } catch (SQLException e) {
            writer.failedToRead(database, e);
            throw e;
        }
    }

    /** How long an answer stays valid: a costly one longer. */
    public static Duration goodFor(Answer answer) {
        return Desk.goodFor(answer);
    }

    /**
     * The figures of a day, up to a time.
     *
     * @param now the time, in milliseconds since the epoch
     */
    public CompletionStage<Today> today(long now) {
        return queries.ask(QueryQueue.OURSELVES, () -> compute(answers -> answers.today(now)));
    }

    /**
     * The course of the day of a time.
     *
     * @param at in milliseconds since the epoch
     * @param now the present
     * @param address of the viewer
     */
    public CompletionStage<DayCurve> day(long at, long now, Filter filter, String address) {
        return queries.ask(address, () -> {
            TimeSpan day = settings.calendar().dayOf(at);
            TimeSpan span = new TimeSpan(day.from(), Math.max(day.from(), Math.min(day.to(), now + 1)));
            int count = (int) Math.max(1, Math.floorDiv(span.length() - 1, DayCurve.STEP_MILLIS) + 1);
            return read(reader -> new DayCurve(
                    span, reader.trend(span, filter, new Steps(day.from(), 0, count, DayCurve.STEP_MILLIS))));
        });
    }

    /** Receives a record. */
    public interface Consumer {

        void accept(Record record) throws IOException;
    }

    /**
     * Reads records, in order of time. Runs on the caller's thread.
     *
     * @throws IOException if they cannot be read, or the consumer fails
     */
    public void read(TimeSpan span, Filter filter, Consumer consumer) throws IOException {
        export(export -> export.records(span, filter, consumer));
    }

    /**
     * The fields beyond the twelve of theLook that a record has. Runs on the caller's thread.
     *
     * @throws IOException if they cannot be read
     */
    public Set<RecordField> furtherFields(TimeSpan span, Filter filter) throws IOException {
        Set<RecordField> fields = EnumSet.noneOf(RecordField.class);
        export(export -> fields.addAll(export.furtherFields(span, filter)));
        return fields;
    }

    /**
     * Writes records to a file in the format Parquet, in order of time. Runs on the caller's thread.
     *
     * @throws IOException if they cannot be read or written
     */
    public void writeParquet(TimeSpan span, Filter filter, Path file) throws IOException {
        export(export -> export.parquet(span, filter, file));
    }

    /** The folder for temporary files. */
    public Path temporary() {
        return settings.temporary();
    }

    private interface Work {

        void with(Export export) throws SQLException, IOException;
    }

    private void export(Work work) throws IOException {
        Database database = writer.readable();
        if (database == null) {
            throw new IOException(
                    "the history cannot be read: " + writer.state().reason());
        }
        try (Export export = new Export(database.connect(), settings.calendar())) {
            work.with(export);
        } catch (SQLException e) {
            writer.failedToRead(database, e);
            throw new IOException(Faults.words(e), e);
        }
    }

    /** Whether the history is kept. */
    public HistoryState state() {
        return writer.state();
    }

    /** The size on the disk in bytes. */
    public long bytes() {
        return writer.bytes();
    }

    /** The number of changes that wait for the disk. */
    public long waiting() {
        return writer.waiting().size();
    }

    /** The first time for which records are kept, in milliseconds since the epoch; empty if none are. */
    public OptionalLong since() {
        long from = writer.coverage().from();
        return from == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(from);
    }

    /** The last time for which records are kept, in milliseconds since the epoch; empty if none are. */
    public OptionalLong until() {
        long to = writer.coverage().to();
        return to == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(to);
    }

    /** The days of the shop. */
    public ShopCalendar calendar() {
        return settings.calendar();
    }

    /** The number of days that are kept, in addition to today. */
    public int days() {
        return settings.days();
    }

    /** The threads of the history, for metrics. */
    public List<ServiceThread> threads() {
        List<ServiceThread> threads = new ArrayList<>(queries.threads());
        threads.add(writer.thread());
        return threads;
    }

    Writer writer() {
        return writer;
    }

    QueryQueue queries() {
        return queries;
    }

    /** Writes the waiting changes, and closes the history. */
    public void close() {
        queries.stop();
        writer.close();
    }
}
