package io.thelook.service.http;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * The proxies whose headers {@code X-Forwarded-For} and {@code X-Forwarded-Host} are trusted. The headers of all others
 * are ignored: any client can send them. Immutable.
 */
public final class TrustedProxies {

    /** No proxy is trusted. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    private static final String FOR = "X-Forwarded-For";
    private static final String HOST = "X-Forwarded-Host";

    private final List<IpSubnetFilterRule> networks;

    private TrustedProxies(List<IpSubnetFilterRule> networks) {
        this.networks = networks;
    }

    /**
     * The network of the client, by which limits count it: the last address in {@code X-Forwarded-For} that is not a
     * trusted proxy's. The addresses before it were sent by the client itself.
     *
     * @return an IPv4 address, or the network of 64 bits of an IPv6 address; "" if the client has gone
     */
    public String network(HttpServerRequest request) {
        String address =
                request.remoteAddress() == null ? "" : request.remoteAddress().hostAddress();
        if (!isTrusted(address)) {
            return ClientAddress.network(address);
        }
        List<String> forwarded = new ArrayList<>(elements(request, FOR).toList());
        while (isTrusted(address) && !forwarded.isEmpty()) {
            String before = withoutPort(forwarded.remove(forwarded.size() - 1));
            if (!isAddress(before)) {
                break;
            }
            address = before;
        }
        return ClientAddress.network(address);
    }

    /**
     * The hosts that the client may have requested, each with or without a port: from Host, and from a trusted proxy.
     */
    public List<String> hosts(HttpServerRequest request) {
        HostAndPort asked = request.authority();
        Stream<String> own = asked == null ? Stream.empty() : Stream.of(asked.toString());
        boolean isProxied = request.remoteAddress() != null
                && isTrusted(request.remoteAddress().hostAddress());
        return Stream.concat(own, isProxied ? elements(request, HOST) : Stream.empty())
                .toList();
    }

    private static Stream<String> elements(HttpServerRequest request, String header) {
        return request.headers().getAll(header).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .map(String::strip);
    }

    /** Whether an address is that of a trusted proxy. */
    boolean isTrusted(String address) {
        if (networks.isEmpty() || !isAddress(address)) {
            return false;
        }
        InetSocketAddress socket = new InetSocketAddress(NetUtil.createInetAddressFromIpAddressString(address), 0);
        return networks.stream().anyMatch(network -> network.matches(socket));
    }

    private static boolean isAddress(String text) {
        return text != null && (NetUtil.isValidIpV4Address(text) || NetUtil.isValidIpV6Address(text));
    }

    /** An address without its port, and without brackets. */
    static String withoutPort(String text) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            return end < 0 ? text : text.substring(1, end);
        }
        int colon = text.indexOf(':');
        return colon >= 0 && colon == text.lastIndexOf(':') ? text.substring(0, colon) : text;
    }

    /** Reads addresses and networks, with commas or spaces between them. */
    public static final class FromText implements Converter<TrustedProxies> {

        private static final long serialVersionUID = 1L;
        private static final int IPV4_BITS = 32;
        private static final int IPV6_BITS = 128;

        /**
         * Reads the text.
         *
         * @throws IllegalArgumentException if one of them is neither; the message says what was expected
         */
        @Override
        public TrustedProxies convert(String value) {
            return new TrustedProxies(Arrays.stream(value.strip().split("[,\\s]+"))
                    .map(FromText::network)
                    .toList());
        }

        private static IpSubnetFilterRule network(String text) {
            String[] parts = ClientAddress.plain(text).split("/", 2);
            int bits = NetUtil.isValidIpV4Address(parts[0]) ? IPV4_BITS : IPV6_BITS;
            int prefix = parts.length == 1 ? bits : prefix(parts[1]);
            boolean isMapped = !parts[0].equals(ClientAddress.plain(parts[0]));
            boolean hasZone = parts[0].indexOf('%') >= 0;
            if (!isAddress(parts[0]) || isMapped || hasZone || prefix < 0 || prefix > bits) {
                throw new IllegalArgumentException("expected addresses or networks such as 10.0.0.7 or 10.0.0.0/8 or"
                        + " fd00::/8, with commas between them");
            }
            return new IpSubnetFilterRule(parts[0], prefix, IpFilterRuleType.ACCEPT);
        }

        private static int prefix(String text) {
            return text.matches("[0-9]{1,3}") ? Integer.parseInt(text) : -1;
        }
    }
}
