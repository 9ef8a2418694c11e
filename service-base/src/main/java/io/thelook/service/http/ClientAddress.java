package io.thelook.service.http;

import io.netty.util.NetUtil;
import io.vertx.core.net.SocketAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Addresses by which limits count clients. A host has one IPv4 address, but can use any number of IPv6 addresses of its
 * network, so IPv6 clients count by network.
 */
public final class ClientAddress {

    private static final int IPV6_BYTES = 16;

    private ClientAddress() {}

    /**
     * An IPv4 address, or the network of 64 bits of an IPv6 address.
     *
     * @param remote {@code null} if the client has gone
     */
    public static String network(SocketAddress remote) {
        String address = remote == null ? "" : remote.hostAddress();
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes != null && bytes.length == IPV6_BYTES
                ? HexFormat.of().formatHex(Arrays.copyOf(bytes, IPV6_BYTES / 2))
                : address;
    }
}
