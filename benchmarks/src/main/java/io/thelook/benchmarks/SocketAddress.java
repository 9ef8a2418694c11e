package io.thelook.benchmarks;

import java.net.URI;

/** Reads the option {@code --url}. */
public final class SocketAddress {

    private SocketAddress() {}

    /**
     * Reads the address of a WebSocket.
     *
     * @param path shown in the message about an invalid address
     * @throws IllegalArgumentException if the address is invalid; the message says what was expected
     */
    public static URI of(String value, String path) {
        URI url = URI.create(value);
        if (!"ws".equals(url.getScheme()) || url.getHost() == null) {
            throw new IllegalArgumentException("--url " + value + ": expected ws://host:port/" + path);
        }
        return url;
    }
}
