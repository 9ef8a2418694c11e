package io.thelook.dashboard.access;

import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads the address of an OpenID Connect provider. */
public final class IssuerConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    /**
     * Reads the text.
     *
     * @throws IllegalArgumentException if it is not such an address; the message says what was expected
     */
    @Override
    public String convert(String text) {
        try {
            URI address = new URI(text.strip());
            boolean isHttp = "https".equals(address.getScheme()) || "http".equals(address.getScheme());
            if (isHttp && address.getHost() != null && address.getUserInfo() == null && address.getQuery() == null) {
                return address.toString();
            }
        } catch (URISyntaxException e) {
            // Refused like another address.
        }
        throw new IllegalArgumentException("expected an address such as https://login.example.com/realms/shop");
    }
}
