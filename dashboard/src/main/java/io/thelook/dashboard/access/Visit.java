package io.thelook.dashboard.access;

import io.thelook.dashboard.window.Selection;
import io.thelook.service.access.Role;
import io.thelook.service.access.Session;
import java.time.Instant;
import java.util.Optional;

/**
 * The visitor on whose behalf a request is made: a signed-in user; a guest with a link that shares a view; or anyone,
 * if sign-in is off or a token takes the place of the session. Immutable, except for its session.
 */
public final class Visit {

    /** A visit without a session. It does not end. */
    public static final Visit ANYBODY = new Visit(Optional.empty(), Optional.empty());

    private final Optional<Session> session;
    private final Optional<Share> share;

    private Visit(Optional<Session> session, Optional<Share> share) {
        this.session = session;
        this.share = share;
    }

    static Visit of(Session session) {
        return new Visit(Optional.of(session), Optional.empty());
    }

    static Visit of(Share share) {
        return new Visit(Optional.empty(), Optional.of(share));
    }

    /** Whether it has not ended. */
    public boolean isOpen(Instant now) {
        return session.map(each -> each.isOpen(now)).orElse(true)
                && share.map(each -> now.isBefore(each.end())).orElse(true);
    }

    /** The one view that a guest may see; empty if all may be seen. */
    public Optional<Selection> only() {
        return share.map(Share::selection);
    }

    /** Whether this is a guest. */
    public boolean isGuest() {
        return share.isPresent();
    }

    /** Whether there is a session, which can be ended by signing out. */
    public boolean isSignedIn() {
        return session.isPresent();
    }

    /** The name of the signed-in user; empty without a user, or if the service's token was used to sign in. */
    public String userName() {
        return session.flatMap(Session::user).orElse("");
    }

    /** Whether it may change something and see raw messages, without a token. */
    public boolean isAdmin() {
        return session.filter(each -> each.role() == Role.ADMIN).isPresent();
    }
}
