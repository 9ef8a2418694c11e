package io.thelook.dashboard;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads the address of a feed: {@code ws://} or {@code wss://}, a host, and a port if it is not the usual one. */
public final class FeedAddress implements Converter<URI> {

    private static final long serialVersionUID = 1L;
    private static final Set<String> SCHEMES = Set.of("ws", "wss");
    private static final int MAX_PORT = 65_535;

    @Override
    public URI convert(String value) {
        try {
            URI address = new URI(value);
            boolean feed = address.isAbsolute() && SCHEMES.contains(address.getScheme());
            // The host is null where it is missing, and where it has characters that hosts cannot have.
            if (feed && address.getHost() != null && address.getPort() <= MAX_PORT) {
                return address;
            }
        } catch (URISyntaxException e) {
            // refused below
        }
        throw new IllegalArgumentException("expected an address such as ws://localhost:8000/ws");
    }
}
