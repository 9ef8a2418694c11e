package io.thelook.service.tls;

import io.thelook.service.start.SmallFile;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.Converter;

/** A file in PEM, as large as {@link SmallFile} permits, that can be read again at any time. Immutable. */
public final class PemFile {

    private final Path path;

    private PemFile(Path path) {
        this.path = path;
    }

    /**
     * The current content of the file.
     *
     * @throws IOException if it cannot be read; the message is a clause, such as "it does not exist"
     */
    byte[] read() throws IOException {
        return SmallFile.read(path);
    }

    /** The path. */
    @Override
    public String toString() {
        return path.toString();
    }

    /** Converts the path of a file that can be read now. */
    public static final class FromText implements Converter<PemFile> {

        private static final long serialVersionUID = 1L;

        /**
         * Reads the text.
         *
         * @throws IllegalArgumentException if it is not the path of such a file; the message says what was expected
         */
        @Override
        public PemFile convert(String value) {
            try {
                PemFile file = new PemFile(Path.of(value));
                file.read();
                return file;
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("expected the path of a PEM file");
            } catch (IOException e) {
                throw new IllegalArgumentException("expected a PEM file, but " + e.getMessage());
            }
        }
    }
}
