package io.thelook.dashboard.source.file;

import io.thelook.service.start.Shown;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a file: {@code file:///path} or {@code file:/path}, with escapes such as {@code %25} for a percent
 * sign. The path is absolute, so that it does not depend on the folder in which the dashboard is started.
 *
 * <p>An address holds no secret. Immutable.
 */
public final class FileAddress {

    private static final String EXPECTED =
            "expected the address of a file with an absolute path, such as file:///var/shop/orders.ndjson";

    private static final Pattern FORM =
            Pattern.compile("(?i)file:(?://(?:localhost)?)?(?<path>/[^/]|/[^/].*[^/])", Pattern.DOTALL);

    private final Path path;

    private FileAddress(Path path) {
        this.path = path;
    }

    /** Whether a value is meant as the address of a file, valid or not. */
    public static boolean isMeantBy(String value) {
        return value.regionMatches(true, 0, "file:", 0, "file:".length());
    }

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException if the value is invalid; the message says what was expected, without the value
     */
    public static FileAddress parse(String value) {
        Matcher parts = FORM.matcher(value);
        if (!parts.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        try {
            String path = URLDecoder.decode(parts.group("path").replace("+", "%2B"), StandardCharsets.UTF_8);
            // The detour over an URI also reads /C:/folder on Windows.
            return new FileAddress(Path.of(new URI("file", null, path, null)));
        } catch (URISyntaxException | IllegalArgumentException e) {
            // The messages of these exceptions contain the value.
            throw new IllegalArgumentException(EXPECTED + "; write %25 for a percent sign");
        }
    }

    /** The absolute path of the file. */
    Path path() {
        return path;
    }

    /** The address, in one line. */
    @Override
    public String toString() {
        return "file://" + Shown.text(path.toString());
    }
}
