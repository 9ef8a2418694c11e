package io.thelook.service.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sessions of browsers that have given the token: at most {@value #MOST}, for 30 days each, until the service
 * stops. A further one ends the oldest. An id is random, independent of the token. Only its digest is kept, so the time
 * of a look-up does not reveal an id. Thread-safe.
 */
final class Sessions {

    /** The most sessions at a time. */
    static final int MOST = 1_000;

    /** The length of a session. */
    static final Duration LENGTH = Duration.ofDays(30);

    private final InstantSource clock;

    /** The end of each session by the digest of its id, the oldest first; guarded by this. */
    private final Map<String, Instant> ends = new LinkedHashMap<>();

    /** Guarded by this. */
    private long begun;

    /** Guarded by this. */
    private long dropped;

    Sessions(InstantSource clock) {
        this.clock = clock;
    }

    /** Begins a session and returns its id. */
    synchronized String begin() {
        Instant now = clock.instant();
        removeEnded(now);
        if (ends.size() == MOST) {
            Iterator<String> oldest = ends.keySet().iterator();
            oldest.next();
            oldest.remove();
            dropped++;
        }
        String id = RandomText.next();
        ends.put(digest(id), now.plus(LENGTH));
        begun++;
        return id;
    }

    /** Whether this is the id of a session that has not ended. */
    synchronized boolean isOpen(String id) {
        Instant end = ends.get(digest(id));
        return end != null && clock.instant().isBefore(end);
    }

    /** The number of sessions. */
    synchronized int size() {
        removeEnded(clock.instant());
        return ends.size();
    }

    /** The number of sessions that have begun. */
    synchronized long begun() {
        return begun;
    }

    /** The number of sessions that ended early, because there were too many. */
    synchronized long dropped() {
        return dropped;
    }

    private void removeEnded(Instant now) {
        ends.values().removeIf(end -> !now.isBefore(end));
    }

    private static String digest(String id) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }
}
