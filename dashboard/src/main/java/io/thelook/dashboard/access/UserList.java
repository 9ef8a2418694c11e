package io.thelook.dashboard.access;

import io.thelook.service.start.Shown;
import io.thelook.service.start.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The users in a setting, or in the file that it names. Immutable; {@link #renewed} reads the file again.
 * {@link #toString} shows no user.
 */
public final class UserList {

    /** Occurs in the hash of every password, and in hardly any path. */
    private static final String IN_A_HASH = ":$2";

    private final Optional<Path> file;
    private final byte[] content;
    private final Users users;

    private UserList(Optional<Path> file, byte[] content) {
        this.file = file;
        this.content = content;
        this.users = Users.parse(new String(content, StandardCharsets.UTF_8));
    }

    Users users() {
        return users;
    }

    /**
     * Returns this object if the file has not changed, or if there is none, otherwise a new one with its content.
     *
     * @throws IllegalArgumentException if it cannot be read or is not such a list; the message says what was expected
     */
    UserList renewed() {
        if (file.isEmpty()) {
            return this;
        }
        byte[] now = read(file.get());
        return Arrays.equals(now, content) ? this : new UserList(file, now);
    }

    private static byte[] read(Path path) {
        try {
            return SmallFile.read(path);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a file with users, but " + e.getMessage());
        }
    }

    @Override
    public String toString() {
        return Shown.NOTHING;
    }

    /** Reads the setting. */
    public static final class FromText implements Converter<UserList> {

        private static final long serialVersionUID = 1L;

        /**
         * Reads the text: a list of users, or the path of a file with one.
         *
         * @throws IllegalArgumentException if it is neither; the message says what was expected, without the text
         */
        @Override
        public UserList convert(String text) {
            if (text.contains(IN_A_HASH)) {
                return new UserList(Optional.empty(), text.getBytes(StandardCharsets.UTF_8));
            }
            try {
                Path path = Path.of(text.strip());
                return new UserList(Optional.of(path), read(path));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("expected the path of a file with users, or name:hash");
            }
        }
    }
}
