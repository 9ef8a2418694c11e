package io.thelook.dashboard.access;

import io.thelook.service.start.Shown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The users that a setting names, in a file or by itself. Immutable; {@link #renewed} reads the file anew.
 * {@link #toString} shows none of them.
 */
public final class UserList {

    private static final int MOST_BYTES = 1_000_000;

    /** In the hash of every password, and in hardly any path. */
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
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException("expected a file with users, but it does not exist");
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a file with users, but it cannot be read");
        }
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException("expected a file of at most " + MOST_BYTES / 1_000_000 + " MB");
        }
        return bytes;
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
