package io.thelook.service.start;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads files that settings name, of at most {@value #MOST_BYTES} bytes. */
public final class SmallFile {

    private static final int MOST_BYTES = 1_000_000;

    private SmallFile() {}

    /**
     * The current content of a file.
     *
     * @throws IOException if it cannot be read; the message is a clause, such as "it does not exist"
     */
    public static byte[] read(Path path) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new IOException("it does not exist");
        } catch (IOException e) {
            throw new IOException("it cannot be read");
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it is larger than " + MOST_BYTES / 1_000_000 + " MB");
        }
        return bytes;
    }
}
