package io.thelook.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/** The times that tests of faults measure: printed, and added to target/faults.txt for docs/failures.md. */
final class Measured {

    private Measured() {}

    /**
     * @param told from the fault until viewers see it
     * @param back from its end until viewers are live again
     */
    static synchronized void print(String fault, Duration told, Duration back) {
        String line = "%s: told after %.1f s, back after %.1f s%n"
                .formatted(fault, told.toMillis() / 1e3, back.toMillis() / 1e3);
        System.out.print(line);
        try {
            Files.writeString(
                    Path.of("target", "faults.txt"), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
