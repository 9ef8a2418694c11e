package io.thelook.producer.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Reads the shop's bundled tables: comma-separated values without quotes, in UTF-8. Lines that start with {@code #} are
 * comments.
 */
final class Csv {

    private Csv() {}

    static List<String[]> rows(String resource) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(Csv.class.getResourceAsStream(resource), StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> line.split(","))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }
}
