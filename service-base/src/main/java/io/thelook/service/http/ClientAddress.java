package io.thelook.service.http;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Addresses by which limits count clients. A host has one IPv4 address, but can use any number of IPv6 addresses of its
 * network, so IPv6 clients count by network.
 */
final class ClientAddress {

    private static final int IPV6_BYTES = 16;

    private static final String IPV6_LOOPBACK = "0".repeat(IPV6_BYTES);

    /** The prefix of an IPv4 address in IPv6 form. */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};

    private ClientAddress() {}

    /** Converts an IPv4 address in IPv6 form to IPv4; returns anything else unchanged. */
    static String plain(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null
                        && bytes.length == IPV6_BYTES
                        && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
                ? NetUtil.bytesToIpAddress(Arrays.copyOfRange(bytes, MAPPED.length, IPV6_BYTES))
                : address;
    }

    /**
     * An IPv4 address, or the network of 64 bits of an IPv6 address.
     *
     * @param address anything else is returned unchanged; {@code null} becomes ""
     */
    static String network(String address) {
        String plain = address == null ? "" : plain(address);
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(plain);
        if (bytes == null || bytes.length != IPV6_BYTES) {
            return plain;
        }
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_BYTES / 2));
    }

    /** Whether a network, as {@link #network} gives it, is that of this machine itself. */
    static boolean isLoopback(String network) {
        return network.startsWith("127.") || network.equals(IPV6_LOOPBACK);
    }
}
