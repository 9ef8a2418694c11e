package io.thelook.dashboard.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.thelook.dashboard.access.Users.User;
import io.thelook.service.access.RandomText;
import io.thelook.service.access.Sessions;
import io.thelook.service.signature.Hmac;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Checks passwords with bcrypt. For an unknown name, it checks the hash of one of the users, always the same one for a
 * name. The time of a request therefore does not reveal whether the name exists, even if the costs of the hashes
 * differ. With hashes of equal cost, no number of requests reveals it.
 *
 * <p>Reads the file with users again at each sign-in, and every few seconds ({@link #refresh}). A user who is no longer
 * in it, or whose password or role has changed, loses the sessions. If the file cannot be used, the users stay the
 * same, and the log has one warning. Thread-safe.
 */
final class Accounts {

    private static final Logger LOG = Logger.getLogger(Accounts.class);

    /** Longer than the part of a password that bcrypt reads. */
    private static final int MOST_BYTES = 72;

    private final Sessions sessions;

    /** Makes the choice of a user for an unknown name unpredictable. */
    private final Hmac choice = new Hmac(RandomText.next());

    private volatile UserList list;

    /** The fault that was logged last; guarded by this. */
    private String complaint = "";

    /**
     * @param list as it was at the start
     * @param sessions of those who have signed in
     */
    Accounts(UserList list, Sessions sessions) {
        this.list = list;
        this.sessions = sessions;
    }

    /** The user of this name and password. Blocks for about a quarter of a second. */
    Optional<User> check(String name, String password) {
        refresh();
        Users users = list.users();
        Optional<User> user = users.find(name);
        User checked = user.orElseGet(() -> users.choose(number(name)));
        byte[] given = password.getBytes(StandardCharsets.UTF_8);
        boolean isRight = given.length <= MOST_BYTES
                && BCrypt.verifyer().verify(given, checked.hash().getBytes(StandardCharsets.US_ASCII)).verified;
        return user.filter(each -> isRight);
    }

    /** A number for a name that reveals nothing about the numbers of other names. */
    private int number(String name) {
        return ByteBuffer.wrap(choice.of(name.getBytes(StandardCharsets.UTF_8))).getInt();
    }

    /**
     * Checks a user again and, if the list has changed since the password was checked, ends the user's sessions. Call
     * it after the session has begun, because a change of the list ends only sessions that exist.
     *
     * @return whether the list still has this user, with the same password and role
     */
    boolean confirm(User user) {
        boolean isSame = has(user);
        if (!isSame) {
            sessions.endIf(session -> session.user().equals(Optional.of(user.name())));
        }
        return isSame;
    }

    /** Reads the file again, if there is one. */
    synchronized void refresh() {
        UserList renewed;
        try {
            renewed = list.renewed();
        } catch (IllegalArgumentException e) {
            if (!complaint.equals(e.getMessage())) {
                complaint = e.getMessage();
                LOG.warnf("DASHBOARD_USERS: %s; the previous users stay", complaint);
            }
            return;
        }
        complaint = "";
        if (renewed != list) {
            Users before = list.users();
            list = renewed;
            sessions.endIf(session ->
                    session.user().filter(name -> hasChanged(name, before)).isPresent());
            LOG.infof("DASHBOARD_USERS: read again, %d users", renewed.users().size());
        }
    }

    /** Whether a user of the list has changed or is gone. */
    private boolean hasChanged(String name, Users before) {
        return before.find(name).filter(user -> !has(user)).isPresent();
    }

    private boolean has(User user) {
        return list.users().find(user.name()).equals(Optional.of(user));
    }
}
