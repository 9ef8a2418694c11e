package io.thelook.dashboard.source;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Decides whether a connection is alive, from what the peer sends.
 *
 * <ul>
 *   <li>The handshake must be complete within the timeout.
 *   <li>A peer that has answered a ping counts as not answering after {@link #NOT_ANSWERING_AFTER} of silence, and as
 *       gone after the timeout.
 *   <li>A peer that has never answered a ping may be a slow feed. It counts as gone after the longer of
 *       {@value #TIMEOUTS_WITHOUT_PONGS} timeouts and {@value #PAUSES} times the longest pause between two messages of
 *       the feed, on this or an earlier connection.
 * </ul>
 *
 * <p>Any bytes from the peer end the silence, even part of a message that takes long to arrive. Times are those of
 * {@link System#nanoTime}. The network's thread reports events; another thread asks for the verdict.
 */
final class Liveness {

    /** The state of the peer. */
    enum Verdict {
        ALIVE,
        NOT_ANSWERING,
        GONE
    }

    static final Duration NOT_ANSWERING_AFTER = Duration.ofMillis(1_100);
    static final int TIMEOUTS_WITHOUT_PONGS = 30;
    static final int PAUSES = 3;

    private final long timeout;
    private final LongAccumulator longestPause;
    private final long startedAt;

    private volatile boolean open;
    private volatile boolean answersPings;
    private volatile long heardAt;

    // The following belong to the network's thread.
    private boolean hasMessage;
    private long messageAt;

    /**
     * @param longestPause the longest pause between two messages of the feed, in nanoseconds; receives the pauses of
     *     this connection, too
     * @param now the start of the attempt to connect
     */
    Liveness(Duration timeout, LongAccumulator longestPause, long now) {
        this.timeout = timeout.toNanos();
        this.longestPause = longestPause;
        this.startedAt = now;
    }

    /** The handshake is complete. */
    void opened(long now) {
        heardAt = now;
        open = true;
    }

    /** Bytes arrived, such as part of a message. */
    void heard(long now) {
        heardAt = now;
    }

    /** A whole message arrived. */
    void message(long now) {
        heardAt = now;
        if (hasMessage) {
            longestPause.accumulate(now - messageAt);
        }
        hasMessage = true;
        messageAt = now;
    }

    /**
     * A pong arrived.
     *
     * @param pingedAt its payload: if it answers one of our pings, the time at which that ping was sent
     * @return whether it answers one of our pings; a peer may also send unsolicited pongs
     */
    boolean pong(long pingedAt, long now) {
        heardAt = now;
        boolean isAnswer = pingedAt - startedAt >= 0 && now - pingedAt >= 0;
        answersPings |= isAnswer;
        return isAnswer;
    }

    /** The state of the peer at this time. */
    Verdict verdict(long now) {
        long silence = silence(now);
        if (silence > limit()) {
            return Verdict.GONE;
        }
        return open && answersPings && silence > NOT_ANSWERING_AFTER.toNanos() ? Verdict.NOT_ANSWERING : Verdict.ALIVE;
    }

    private long limit() {
        return open && !answersPings
                ? Math.max(TIMEOUTS_WITHOUT_PONGS * timeout, PAUSES * longestPause.get())
                : timeout;
    }

    private long silence(long now) {
        return now - (open ? heardAt : startedAt);
    }

    /** The reason why a peer is gone. */
    String reason(long now) {
        long seconds = Duration.ofNanos(silence(now)).toSeconds();
        return open ? "silent for " + seconds + " s" : "no handshake within " + seconds + " s";
    }
}
