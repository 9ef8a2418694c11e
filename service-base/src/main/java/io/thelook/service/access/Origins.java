package io.thelook.service.access;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The sites whose pages may use a service, in addition to its own. A browser sends the site of a page in the header
 * {@code Origin}. Immutable.
 */
public final class Origins {

    /** The service's own pages only. */
    public static final Origins OWN = new Origins(Set.of());

    private static final String ANY = "*";
    private static final String SCHEME_END = "://";

    private final Set<String> allowed;

    private Origins(Set<String> allowed) {
        this.allowed = allowed;
    }

    /**
     * Whether a page may use the service.
     *
     * @param origin the value of {@code Origin}
     * @param hosts the hosts that the client may have requested, each with or without a port
     */
    public boolean allows(String origin, List<String> hosts) {
        String site = origin.toLowerCase(Locale.ROOT);
        if (allowed.contains(ANY) || allowed.contains(site)) {
            return true;
        }
        int scheme = site.indexOf(SCHEME_END);
        if (scheme <= 0) {
            return false;
        }
        String host = site.substring(scheme + SCHEME_END.length());
        String port = site.startsWith("https:") ? ":443" : ":80";
        return hosts.stream()
                .map(asked -> asked.toLowerCase(Locale.ROOT))
                .anyMatch(asked -> asked.equals(host) || asked.equals(host + port));
    }

    /** Reads origins, with commas or spaces between them, or {@code *} for all. */
    public static final class FromText implements Converter<Origins> {

        private static final long serialVersionUID = 1L;
        private static final Pattern ORIGIN =
                Pattern.compile("https?://([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?|\\[[0-9a-f:.]{2,45}])(:[0-9]{1,5})?/?");

        /**
         * Reads the text.
         *
         * @throws IllegalArgumentException if one of them is not an origin; the message says what was expected
         */
        @Override
        public Origins convert(String value) {
            return new Origins(
                    Arrays.stream(value.strip().toLowerCase(Locale.ROOT).split("[,\\s]+"))
                            .map(FromText::origin)
                            .collect(Collectors.toUnmodifiableSet()));
        }

        private static String origin(String text) {
            if (!text.equals(ANY) && !ORIGIN.matcher(text).matches()) {
                throw new IllegalArgumentException(
                        "expected origins such as https://intranet.example.com, with commas between them,"
                                + " or * for all");
            }
            String origin = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
            return origin.replaceFirst("^(http://.*):80$", "$1").replaceFirst("^(https://.*):443$", "$1");
        }
    }
}
