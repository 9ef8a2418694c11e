package io.thelook.service.start;

import java.net.URI;
import java.net.URISyntaxException;
import org.eclipse.microprofile.config.spi.Converter;

/** Reads the address of a collector of OpenTelemetry. */
public final class OtlpEndpointConverter implements Converter<String> {

    private static final long serialVersionUID = 1L;

    private static final String EXPECTED = "expected the address of a collector, such as http://localhost:4318";

    @Override
    public String convert(String value) {
        try {
            URI address = new URI(value.strip());
            boolean isHttp =
                    "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
            if (!isHttp || address.getHost() == null || address.getUserInfo() != null || address.getQuery() != null) {
                throw new IllegalArgumentException(EXPECTED);
            }
            return address.toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }
}
