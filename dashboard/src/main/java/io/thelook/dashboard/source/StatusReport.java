package io.thelook.dashboard.source;

import io.thelook.dashboard.source.RecordSource.Sink;
import io.thelook.dashboard.source.SourceStatus.State;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Reports each state of a source to its sink, with the time since which the source has been in this state. Not
 * thread-safe.
 */
public final class StatusReport {

    private final Sink sink;
    private final InstantSource clock;
    private final Backoff backoff;
    private SourceStatus last;

    /** @param backoff of the source, for the number of the attempt */
    public StatusReport(Sink sink, InstantSource clock, Backoff backoff) {
        this.sink = sink;
        this.clock = clock;
        this.backoff = backoff;
    }

    /** An attempt to connect is under way. The reason of the last loss stays. */
    public void connecting() {
        report(State.CONNECTING, 0, reason());
    }

    /** The source is connected, and the peer answers. */
    public void live() {
        report(State.LIVE, 0, "");
    }

    /** The source is connected, but not all of the peer answers. */
    public void unresponsive(String reason) {
        report(State.UNRESPONSIVE, 0, reason);
    }

    /** The source is not connected. It tries again after this wait. */
    public void waiting(Duration wait, String reason) {
        report(State.WAITING, clock.millis() + wait.toMillis(), reason);
    }

    private void report(State state, long nextTryAt, String reason) {
        boolean connected = state == State.LIVE || state == State.UNRESPONSIVE;
        long since = is(state) ? last.since() : clock.millis();
        last = new SourceStatus(state, since, connected ? 0 : backoff.attempt(), nextTryAt, reason);
        sink.status(last);
    }

    /** Whether this is the state that was reported last. */
    public boolean is(State state) {
        return last != null && last.state() == state;
    }

    /** The reason that was reported last; empty before the first report. */
    public String reason() {
        return last == null ? "" : last.reason();
    }
}
