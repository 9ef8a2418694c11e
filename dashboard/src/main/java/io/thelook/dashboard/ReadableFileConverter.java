package io.thelook.dashboard;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.spi.Converter;

/** Converts a setting to the path of a file that can be read now. */
public final class ReadableFileConverter implements Converter<Path> {

    private static final long serialVersionUID = 1L;

    @Override
    public Path convert(String value) {
        try {
            Path path = Path.of(value);
            if (Files.isRegularFile(path) && Files.isReadable(path)) {
                return path;
            }
        } catch (InvalidPathException e) {
            // Refused like a file that does not exist.
        }
        throw new IllegalArgumentException("expected the path of a file that can be read");
    }
}
