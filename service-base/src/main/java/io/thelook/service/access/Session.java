package io.thelook.service.access;

import java.time.Instant;
import java.util.Optional;

/**
 * The time for which a user is signed in: until the session ends, or the user signs out. Thread-safe.
 */
public final class Session {

    private final Optional<String> user;
    private final Role role;
    private final Instant end;
    private volatile boolean isEnded;

    Session(Optional<String> user, Role role, Instant end) {
        this.user = user;
        this.role = role;
        this.end = end;
    }

    /** The name of the user; empty if the user signed in with the service's token. */
    public Optional<String> user() {
        return user;
    }

    /** What the person may do. */
    public Role role() {
        return role;
    }

    /** Whether it has not ended. */
    public boolean isOpen(Instant now) {
        return !isEnded && now.isBefore(end);
    }

    void end() {
        isEnded = true;
    }
}
