package io.thelook.dashboard.access;

import io.thelook.service.access.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The users who may sign in with a password, as text: {@code name:hash} or {@code name:hash:role} in each line, or with
 * commas between them; empty lines and lines that begin with {@code #} do not count. The hash is one of bcrypt, of a
 * cost of 10 to 14. The role is {@code viewer}, which is the default, or {@code admin}. Immutable.
 */
final class Users {

    /** The most users. */
    static final int MOST = 10_000;

    private static final Pattern ENTRY =
            Pattern.compile("(?<name>[\\p{L}\\p{N}._@+-]{1,64}):(?<hash>\\$2[aby]\\$1[0-4]\\$[./A-Za-z0-9]{53})"
                    + "(:(?<role>viewer|admin))?");

    private final Map<String, User> users;
    private final List<User> byNumber;

    private Users(Map<String, User> users) {
        this.users = users;
        this.byNumber = List.copyOf(users.values());
    }

    /**
     * A person.
     *
     * @param name as in the list; upper and lower case differ
     * @param hash of the password
     * @param role the permissions of the user
     */
    record User(String name, String hash, Role role) {

        /** The name alone: the hash would help to guess the password. */
        @Override
        public String toString() {
            return name;
        }
    }

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if it is not such a list, or empty; the message says what was expected, and
     *     where, without the text
     */
    static Users parse(String text) {
        Map<String, User> users = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.split("\\R|,")) {
            number++;
            String entry = line.strip();
            if (entry.isEmpty() || entry.startsWith("#")) {
                continue;
            }
            User user = user(entry, number);
            if (users.put(user.name(), user) != null) {
                throw new IllegalArgumentException("expected each name once, but entry " + number + " repeats one");
            }
            if (users.size() > MOST) {
                throw new IllegalArgumentException("expected at most " + MOST + " users");
            }
        }
        if (users.isEmpty()) {
            throw new IllegalArgumentException("expected name:hash in each line, but there is none");
        }
        return new Users(users);
    }

    private static User user(String entry, int number) {
        Matcher parts = ENTRY.matcher(entry);
        if (!parts.matches()) {
            throw new IllegalArgumentException("expected name:hash or name:hash:admin, with a hash of bcrypt of cost 10"
                    + " to 14, such as the command hash-password prints, but entry " + number + " is something else");
        }
        boolean isAdmin = "admin".equals(parts.group("role"));
        return new User(parts.group("name"), parts.group("hash"), isAdmin ? Role.ADMIN : Role.VIEWER);
    }

    /** The user of a name. */
    Optional<User> find(String name) {
        return Optional.ofNullable(users.get(name));
    }

    /** Selects a user by a number, always the same one for a number. Accepts any number. */
    User choose(int number) {
        return byNumber.get(Math.floorMod(number, byNumber.size()));
    }

    /** The number of users. */
    int size() {
        return users.size();
    }
}
