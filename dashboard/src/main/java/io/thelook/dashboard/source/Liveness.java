package io.thelook.dashboard.source;

import java.time.Duration;

/**
 * Decides whether a connection is alive, from what the peer sends.
 *
 * <ul>
 *   <li>The handshake must be complete within the timeout.
 *   <li>A peer that has answered a ping must send something after each further ping. It counts as not answering after
 *       the longer of {@link #NOT_ANSWERING_AFTER} and {@value #ROUND_TRIPS} times its last round trip, and as gone
 *       after the timeout. Between two pings it may be silent.
 *   <li>A peer that has never answered a ping, or is sent none, may be a slow feed. It counts as gone after the longer
 *       of {@value #TIMEOUTS_WITHOUT_PONGS} timeouts and the longest silence that the feed's {@link Rhythm} explains.
 * </ul>
 *
 * <p>Any bytes from the peer end the silence, even part of a message that takes long to arrive. Times are those of
 * {@link System#nanoTime}. The network's thread reports what the peer does; another thread reports pings and asks for
 * the verdict.
 */
final class Liveness {

    /** The state of the peer. */
    enum Verdict {
        ALIVE,
        NOT_ANSWERING,
        GONE
    }

    static final Duration NOT_ANSWERING_AFTER = Duration.ofMillis(800);
    static final int ROUND_TRIPS = 3;
    static final int TIMEOUTS_WITHOUT_PONGS = 30;

    private final long timeout;
    private final Rhythm rhythm;
    private final long startedAt;

    private volatile boolean open;
    private volatile boolean answersPings;
    private volatile long heardAt;
    private volatile long roundTrip;

    // The following belong to the network's thread.
    private boolean hasMessage;
    private long messageAt;

    // The following belong to the thread that asks for the verdict.
    private boolean hasPinged;
    /** The time of the first ping since the peer was last heard. */
    private long unansweredAt;

    /**
     * @param rhythm of the feed; receives the pauses of this connection, too
     * @param now the start of the attempt to connect
     */
    Liveness(Duration timeout, Rhythm rhythm, long now) {
        this.timeout = timeout.toNanos();
        this.rhythm = rhythm;
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
            rhythm.paused(now - messageAt);
        }
        hasMessage = true;
        messageAt = now;
    }

    /** A ping is sent. */
    void pinged(long now) {
        if (!hasPinged || heardAt - unansweredAt > 0) {
            unansweredAt = now;
        }
        hasPinged = true;
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
        if (isAnswer) {
            roundTrip = now - pingedAt;
            answersPings = true;
        }
        return isAnswer;
    }

    /** The state of the peer at this time. */
    Verdict verdict(long now) {
        if (!open || !answersPings) {
            return silence(now) > limit() ? Verdict.GONE : Verdict.ALIVE;
        }
        long unanswered = hasPinged && heardAt - unansweredAt <= 0 ? now - unansweredAt : 0;
        if (unanswered > timeout) {
            return Verdict.GONE;
        }
        return unanswered > Math.max(NOT_ANSWERING_AFTER.toNanos(), ROUND_TRIPS * roundTrip)
                ? Verdict.NOT_ANSWERING
                : Verdict.ALIVE;
    }

    private long limit() {
        return open ? Math.max(TIMEOUTS_WITHOUT_PONGS * timeout, rhythm.longestSilence()) : timeout;
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
