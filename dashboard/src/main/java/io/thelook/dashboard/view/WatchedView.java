package io.thelook.dashboard.view;

import io.thelook.dashboard.source.LogPosition;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Selection;
import io.thelook.dashboard.window.Totals;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The view of one selection, and the parts last sent to its viewers.
 *
 * <p>It consists of parts, and sends only those that have changed. Belongs to the engine's thread.
 */
public abstract class WatchedView {

    private static final String POSITION = "position";
    private static final Totals.Fresh NOTHING_FRESH = new Totals.Fresh(0, 0, 0, 0);

    /** The parts as last sent to the viewers, by name. */
    private final Map<String, Object> said = new LinkedHashMap<>();

    private long sequence;
    private long sentAtNanos;

    WatchedView() {}

    /** What the view shows. */
    public abstract Selection selection();

    /** Adds the parts with figures that have changed and are due. */
    abstract void collectFigures(Map<String, Object> news, long nanoTime);

    /** The figures that the viewers last received; empty if they have received none. */
    public abstract Optional<Figures> figures();

    /** Returns the parts that have changed and are due, and counts them as sent. Empty if there are none. */
    public final Map<String, Object> news(Surroundings surroundings, long nanoTime) {
        Map<String, Object> news = new LinkedHashMap<>();
        surroundings.parts().forEach((name, value) -> collect(news, name, value));
        collectFigures(news, nanoTime);
        LogPosition position = surroundings.position();
        if (!news.isEmpty()) {
            if (!position.isNone()) {
                news.put(POSITION, position);
            }
            said.putAll(news);
            sequence++;
            sentAtNanos = nanoTime;
        } else if (!position.isNone() && said.containsKey(POSITION)) {
            // The viewers' figures are also valid at this position. The next heartbeat or new viewer receives it.
            said.put(POSITION, position);
        }
        return news;
    }

    /** The position at which the viewers' figures are valid. */
    public final LogPosition position() {
        return (LogPosition) said.getOrDefault(POSITION, LogPosition.NONE);
    }

    /** Adds a part if it differs from the one last sent to the viewers. */
    final void collect(Map<String, Object> news, String name, Object value) {
        if (!Objects.equals(said.get(name), value)) {
            news.put(name, value);
        }
    }

    /** All parts, as last sent to the viewers. */
    public final Map<String, Object> said() {
        return said;
    }

    /** The number of the latest change. */
    public final long sequence() {
        return sequence;
    }

    /**
     * Whether nothing was sent for the time {@code quiet}. If so, the caller must send a heartbeat, and the time starts
     * again.
     */
    public final boolean isDueForHeartbeat(long nanoTime, Duration quiet) {
        if (nanoTime - sentAtNanos < quiet.toNanos()) {
            return false;
        }
        sentAtNanos = nanoTime;
        return true;
    }

    /** Moves the view to another live window. */
    public void attach(LiveWindow other) {}

    /** Updates what depends on time. To be called after each change of the live window. */
    public void update(long nanoTime) {}

    /** Deducts the bytes of a message with news from the view's budget. */
    public void spent(long bytes, long nanoTime) {}

    /** Whether a part with its own cadence is due, and the budget allows sending it. */
    public boolean isDue(long nanoTime) {
        return false;
    }

    /** Whether a part with its own cadence is due, but must wait for the budget. */
    public boolean isHeldBack(long nanoTime) {
        return false;
    }

    /** Returns the records that arrived live since the last call. */
    public Totals.Fresh takeFresh() {
        return NOTHING_FRESH;
    }

    /** Ends the view: no viewer has it open. */
    public void end() {}
}
