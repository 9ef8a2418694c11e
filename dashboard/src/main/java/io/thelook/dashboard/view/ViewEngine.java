package io.thelook.dashboard.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.Frame;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Turns the source's frames into views, once for everybody.
 *
 * <p>One thread reads the frames, keeps the window and builds the views. While it works on a frame, one more may wait; a
 * newer one takes its place, because each frame is the whole window. A frame that cannot be read is counted and dropped,
 * and the last good view stays.
 */
public final class ViewEngine implements RecordSource.Sink {

    private static final Logger LOG = Logger.getLogger(ViewEngine.class);
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(30);

    /** Learns of what is new. Called on the engine's thread. */
    public interface Listener {

        /** There is a new view; the JSON text of a {@link View}. */
        default void view(String json) {}

        /** The window has changed. */
        default void window(WindowRecords window) {}
    }

    /** The records of the window, for as long as the call lasts in which they are given. */
    @FunctionalInterface
    public interface WindowRecords {

        /** The records, in no particular order. */
        Stream<Record> records();
    }

    private final int refreshSeconds;
    private final int maxBars;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final ObjectMapper json;
    private final ExecutorService thread = new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new Thread(task, "views"),
            new ThreadPoolExecutor.DiscardPolicy());
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final AtomicReference<String> waiting = new AtomicReference<>();
    private final Intake intake = new Intake();

    // The following belong to the thread.
    private final LiveWindow window = new LiveWindow();
    private final Deltas deltas;
    private SourceStatus status;
    private Long dataAt;
    private Long warnedAt;

    private volatile SourceStatus lastStatus;
    private volatile int records;

    /**
     * @param refreshSeconds over how many seconds the deltas count
     * @param maxBars the most names in a breakdown
     * @param nanoTime as {@link System#nanoTime}
     */
    public ViewEngine(int refreshSeconds, int maxBars, InstantSource clock, LongSupplier nanoTime, ObjectMapper json) {
        this.refreshSeconds = refreshSeconds;
        this.maxBars = maxBars;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.json = json;
        this.deltas = new Deltas(Duration.ofSeconds(refreshSeconds));
        this.status = new SourceStatus(SourceStatus.State.CONNECTING, clock.millis(), 0, 0, "");
        this.lastStatus = status;
    }

    /** From now on the listener is told of everything new. */
    public void subscribe(Listener listener) {
        listeners.add(listener);
    }

    /** Gives the receiver the view of this moment, on the engine's thread. */
    public void currentView(Consumer<String> receiver) {
        thread.execute(() -> receiver.accept(render()));
    }

    /** Gives the receiver the window of this moment, on the engine's thread. */
    public void currentWindow(Consumer<WindowRecords> receiver) {
        thread.execute(() -> receiver.accept(window::records));
    }

    @Override
    public void frame(String text) {
        intake.framesReceived.increment();
        if (waiting.getAndSet(text) == null) {
            thread.execute(this::applyWaiting);
        } else {
            intake.framesSuperseded.increment();
        }
    }

    @Override
    public void status(SourceStatus changed) {
        lastStatus = changed;
        thread.execute(() -> {
            status = changed;
            publishView();
        });
    }

    private void applyWaiting() {
        try {
            Frame frame = RecordCodec.decode(waiting.getAndSet(null));
            LiveWindow.Change change = window.replace(frame.records());
            intake.count(frame, change);
            records = window.size();
            dataAt = clock.millis();
            deltas.update(window.metrics(), nanoTime.getAsLong());
            if (frame.firstRejection() != null) {
                warn(frame.rejected().values().stream()
                                .mapToInt(Integer::intValue)
                                .sum() + " of " + frame.received() + " records could not be used; "
                        + frame.firstRejection());
            }
            listeners.forEach(listener -> listener.window(window::records));
        } catch (FrameException e) {
            intake.framesMalformed.increment();
            warn("frame dropped: " + e.getMessage());
        }
        publishView();
    }

    private void publishView() {
        String view = render();
        listeners.forEach(listener -> listener.view(view));
    }

    private String render() {
        View view = new View(
                "view",
                clock.millis(),
                dataAt,
                refreshSeconds,
                View.Source.of(status),
                window.metrics(),
                deltas.get(),
                View.Bars.of(window.byCountry().ranking(maxBars)),
                View.Bars.of(window.byTrafficSource().ranking(maxBars)),
                new View.Problems(intake.rejected(), intake.framesMalformed.sum()));
        try {
            return json.writeValueAsString(view);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a view is plain data", e);
        }
    }

    /** A feed that talks nonsense does so often: one line in a while is enough, the rest is counted. */
    private void warn(String what) {
        long now = nanoTime.getAsLong();
        if (warnedAt == null || now - warnedAt > BETWEEN_WARNINGS.toNanos()) {
            warnedAt = now;
            LOG.warn(what);
        }
    }

    /** What has come in since the start. */
    public Intake intake() {
        return intake;
    }

    /** The state of the source, as last heard. */
    public SourceStatus sourceStatus() {
        return lastStatus;
    }

    /** Records in the window. */
    public int records() {
        return records;
    }

    /** Lets the thread end. What comes after that is ignored. */
    public void stop() {
        thread.shutdown();
    }
}
