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

    private ClientAddress() {}

    /**
     * An IPv4 address, or the network of 64 bits of an IPv6 address.
     *
     * @param address anything else is returned as it is; {@code null} becomes ""
     */
    static String network(String address) {
        byte[] bytes = address == null ? null : NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length != IPV6_BYTES) {
            return address == null ? "" : address;
        }
        return HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_BYTES / 2));
    }
}
