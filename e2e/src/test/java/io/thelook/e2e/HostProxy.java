package io.thelook.e2e;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;

/** A reverse proxy that requests a host of its choice, as nginx does by default. */
final class HostProxy extends LocalProxy {

    private final URI service;
    private final String header;

    /** @param header in which it passes on the host that was asked for; "" if it does not */
    HostProxy(URI service, String header) throws IOException {
        this.service = service;
        this.header = header;
        start();
    }

    @Override
    void serve(Socket client) throws IOException {
        RequestHead head = RequestHead.read(client.getInputStream());
        if (head.isEmpty()) {
            return;
        }
        String host = head.header("Host");
        RequestHead other = head.with("Host", "upstream");
        RequestHead passedOn = header.isEmpty() ? other : other.with(header, host);
        passOn(client, passedOn.closing().bytes(), service);
    }
}
