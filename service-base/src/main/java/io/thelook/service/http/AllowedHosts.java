package io.thelook.service.http;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The names under which clients may reach a service. A site can point its own name at an address in the network of a
 * visitor (DNS rebinding). The browser then treats the service as a part of that site, and {@code Origin} and
 * {@code Host} agree. Only the name reveals this. Addresses, and names without a dot such as {@code localhost}, are
 * always allowed, because no site has such a name. Immutable.
 */
public final class AllowedHosts {

    /** All names. */
    public static final AllowedHosts ANY = new AllowedHosts(Set.of(), true);

    private static final String SUBDOMAINS = "*.";

    private final Set<String> names;
    private final boolean isAny;

    private AllowedHosts(Set<String> names, boolean isAny) {
        this.names = names;
        this.isAny = isAny;
    }

    /**
     * Whether a request may be answered.
     *
     * @param hosts the hosts that the client has requested, each with or without a port
     */
    public boolean allow(List<String> hosts) {
        return isAny || hosts.stream().allMatch(this::allows);
    }

    private boolean allows(String host) {
        String written = TrustedProxies.withoutPort(host).toLowerCase(Locale.ROOT);
        // A fully qualified name may end with a dot.
        String name = written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
        int dot = name.indexOf('.');
        return dot < 0
                || NetUtil.isValidIpV4Address(name)
                || NetUtil.isValidIpV6Address(name)
                || names.contains(name)
                || isSubdomain(name);
    }

    private boolean isSubdomain(String name) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (dot > 0 && names.contains("*" + name.substring(dot))) {
                return true;
            }
        }
        return false;
    }

    /** Reads names, with commas or spaces between them; {@code *.} before a name means all names that end with it. */
    public static final class FromText implements Converter<AllowedHosts> {

        private static final long serialVersionUID = 1L;
        private static final Pattern NAME = Pattern.compile("[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9])?");

        /**
         * Reads the text.
         *
         * @throws IllegalArgumentException if one of them is not a name; the message says what was expected
         */
        @Override
        public AllowedHosts convert(String value) {
            return new AllowedHosts(
                    Arrays.stream(value.strip().toLowerCase(Locale.ROOT).split("[,\\s]+", -1))
                            .map(FromText::name)
                            .collect(Collectors.toUnmodifiableSet()),
                    false);
        }

        private static String name(String text) {
            String name = text.startsWith(SUBDOMAINS) ? text.substring(SUBDOMAINS.length()) : text;
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "expected names of hosts without ports, such as shop.example.com or *.example.com, with commas"
                                + " between them");
            }
            return text;
        }
    }
}
