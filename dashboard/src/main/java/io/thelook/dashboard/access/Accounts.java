package io.thelook.dashboard.access;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.thelook.dashboard.access.Users.User;
import io.thelook.service.access.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Checks passwords, which takes the time that bcrypt takes, also for a name that does not exist. The file with users is
 * read anew when somebody signs in, and every few seconds ({@link #refresh}): a user who is no longer in it, or whose
 * password or role has changed, loses the sessions. A file that cannot be used keeps the users as they are; the log
 * says so once. Thread-safe.
 */
final class Accounts {

    private static final Logger LOG = Logger.getLogger(Accounts.class);

    /** More bytes than bcrypt reads of a password. */
    private static final int MOST_BYTES = 72;

    /** The hash of a random password that nobody knows, of the cost that {@link HashPassword} uses. */
    private static final String NOBODYS = "$2b$12$h0BbUqXc8WgN9Jd6uXwb7uCGn5HFB8oD1FhU1mCzUoF7Pj0o2h0Wm";

    private final Sessions sessions;
    private volatile UserList list;

    /** Guarded by this; the complaint that the log has. */
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
        Optional<User> user = list.users().find(name);
        byte[] given = password.getBytes(StandardCharsets.UTF_8);
        boolean isRight = given.length <= MOST_BYTES
                && BCrypt.verifyer()
                        .verify(given, user.map(User::hash).orElse(NOBODYS).getBytes(StandardCharsets.US_ASCII))
                        .verified;
        return user.filter(each -> isRight);
    }

    /** Whether the list still has this user, with the same password and role. */
    boolean has(User user) {
        return list.users().find(user.name()).equals(Optional.of(user));
    }

    /** Reads the file anew, if there is one. */
    synchronized void refresh() {
        UserList renewed;
        try {
            renewed = list.renewed();
        } catch (IllegalArgumentException e) {
            if (!complaint.equals(e.getMessage())) {
                complaint = e.getMessage();
                LOG.warnf("DASHBOARD_USERS: %s; the users are those of before", complaint);
            }
            return;
        }
        complaint = "";
        if (renewed != list) {
            Users before = list.users();
            list = renewed;
            sessions.endIf(session ->
                    session.user().filter(name -> hasChanged(name, before)).isPresent());
            LOG.infof("DASHBOARD_USERS: read anew, %d users", renewed.users().size());
        }
    }

    /** Whether somebody of the list is another one now, or none. */
    private boolean hasChanged(String name, Users before) {
        return before.find(name)
                .filter(user -> !list.users().find(name).equals(Optional.of(user)))
                .isPresent();
    }
}
