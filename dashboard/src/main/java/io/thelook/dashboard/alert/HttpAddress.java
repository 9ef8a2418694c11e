package io.thelook.dashboard.alert;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Addresses of http and https. */
final class HttpAddress {

    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final int MOST_PORT = 65_535;

    private HttpAddress() {}

    /** Parses an address; empty unless it is one of http or https with a host, and without user info and fragment. */
    static Optional<URI> parse(String text) {
        try {
            URI uri = new URI(text);
            boolean isHttp = uri.getScheme() != null
                    && SCHEMES.contains(uri.getScheme().toLowerCase(Locale.ROOT))
                    && uri.getHost() != null
                    && uri.getPort() != 0
                    && uri.getPort() <= MOST_PORT;
            return Optional.of(uri)
                    .filter(each -> isHttp && each.getRawUserInfo() == null && each.getRawFragment() == null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
