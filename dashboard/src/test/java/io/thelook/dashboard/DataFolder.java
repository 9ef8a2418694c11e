package io.thelook.dashboard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for the data of a dashboard within a test. */
public final class DataFolder {

    private DataFolder() {}

    /** A new folder below {@code target}, as a setting. */
    public static String create(String name) {
        try {
            return Files.createTempDirectory(Path.of("target"), name).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
