package io.thelook.service.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The sessions of signed-in users, until the service stops. Their total is limited, and each user has at most
 * {@value #MOST_OF_A_USER}. A further session ends the oldest. An id is random, independent of all secrets. Only its
 * digest is kept, so the time of a look-up does not reveal an id. Thread-safe.
 */
public final class Sessions {

    /** Limit on concurrent sessions of one user. */
    static final int MOST_OF_A_USER = 50;

    private final int most;
    private final Duration length;
    private final InstantSource clock;

    /** The sessions by the digest of their id, the oldest first; guarded by this. */
    private final Map<String, Session> open = new LinkedHashMap<>();

    /** Guarded by this. */
    private long begun;

    /** Guarded by this. */
    private long dropped;

    /**
     * @param most limit on concurrent sessions, at least 1
     * @param length of each session
     * @param clock that ends them
     */
    public Sessions(int most, Duration length, InstantSource clock) {
        this.most = most;
        this.length = length;
        this.clock = clock;
    }

    /**
     * Begins a session and returns its id.
     *
     * @param user the name of the user; empty for a session of the service's token
     * @param role the permissions of the user
     */
    public synchronized String begin(Optional<String> user, Role role) {
        Instant now = clock.instant();
        removeEnded(now);
        if (user.isPresent() && count(session -> session.user().equals(user)) >= MOST_OF_A_USER) {
            dropOldest(session -> session.user().equals(user));
        } else if (open.size() >= most) {
            dropOldest(session -> true);
        }
        String id = RandomText.next();
        open.put(digest(id), new Session(user, role, now.plus(length)));
        begun++;
        return id;
    }

    /** The session of an id, if it has not ended. */
    synchronized Optional<Session> find(String id) {
        return Optional.ofNullable(open.get(digest(id))).filter(session -> session.isOpen(clock.instant()));
    }

    /** Ends the session of an id, if there is one. */
    synchronized Optional<Session> end(String id) {
        Optional<Session> ended = Optional.ofNullable(open.remove(digest(id)));
        ended.ifPresent(Session::end);
        return ended;
    }

    /** Ends the sessions to which a condition applies. */
    public synchronized void endIf(Predicate<Session> condition) {
        Collection<Session> sessions = open.values();
        sessions.stream().filter(condition).forEach(Session::end);
        removeEnded(clock.instant());
    }

    /** The length of each session. */
    Duration length() {
        return length;
    }

    /** The number of sessions. */
    synchronized int size() {
        removeEnded(clock.instant());
        return open.size();
    }

    /** The number of sessions that have begun. */
    synchronized long begun() {
        return begun;
    }

    /** The number of sessions that ended early, because there were too many. */
    synchronized long dropped() {
        return dropped;
    }

    private long count(Predicate<Session> condition) {
        return open.values().stream().filter(condition).count();
    }

    private void dropOldest(Predicate<Session> condition) {
        for (Iterator<Session> oldest = open.values().iterator(); oldest.hasNext(); ) {
            Session session = oldest.next();
            if (condition.test(session)) {
                session.end();
                oldest.remove();
                dropped++;
                return;
            }
        }
    }

    private void removeEnded(Instant now) {
        open.values().removeIf(session -> !session.isOpen(now));
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
