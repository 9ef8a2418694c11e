package io.thelook.dashboard.source;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;

/**
 * Decides from what a peer sends whether its connection is alive.
 *
 * <ul>
 *   <li>The handshake must be complete within the timeout.
 *   <li>A peer that has answered a ping is not answering once nothing has come from it for {@link #NOT_ANSWERING_AFTER}, and
 *       gone after the timeout.
 *   <li>A peer that has never answered a ping may be a slow feed. It is gone after the longer of
 *       {@value #TIMEOUTS_WITHOUT_PONGS} timeouts and {@value #PAUSES} times the longest pause between two messages of the feed,
 *       on this or an earlier connection.
 * </ul>
 *
 * <p>Any bytes from the peer count, so that a message that takes long to arrive is not silence. Times are those of
 * {@link System#nanoTime}. The network's thread tells what comes, another thread asks.
 */
final class Liveness {

    /** What is known of the peer. */
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
     * @param longestPause the longest pause between two messages of the feed, in nanoseconds; this adds those that it sees
     * @param now when the attempt to connect begins
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

    /** Something came, be it part of a message. */
    void heard(long now) {
        heardAt = now;
    }

    /** A whole message came. */
    void message(long now) {
        heardAt = now;
        if (hasMessage) {
            longestPause.accumulate(now - messageAt);
        }
        hasMessage = true;
        messageAt = now;
    }

    /**
     * A pong came.
     *
     * @param pingedAt what it repeats: the time at which its ping was sent, if it answers one of ours
     * @return whether it does; a peer may send others
     */
    boolean pong(long pingedAt, long now) {
        heardAt = now;
        boolean isAnswer = pingedAt - startedAt >= 0 && now - pingedAt >= 0;
        answersPings |= isAnswer;
        return isAnswer;
    }

    /** What is known at this time. */
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

    /** Why a peer is gone. */
    String reason(long now) {
        long seconds = Duration.ofNanos(silence(now)).toSeconds();
        return open ? "silent for " + seconds + " s" : "no handshake within " + seconds + " s";
    }
}
