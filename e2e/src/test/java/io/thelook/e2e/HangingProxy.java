package io.thelook.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy in front of a service that, until it is healed, takes requests for /live and never answers them. */
final class HangingProxy extends LocalProxy {

    private static final String LIVE = "GET /live";

    private final URI service;
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private volatile boolean healed;

    HangingProxy(URI service) throws IOException {
        this.service = service;
        start();
    }

    /** Requests that were not answered. */
    int hanging() {
        return hanging.get();
    }

    /** The number of them whose client has closed its connection. */
    int givenUp() {
        return givenUp.get();
    }

    /** From now on passes every request on. */
    void heal() {
        healed = true;
    }

    @Override
    void serve(Socket client) throws IOException {
        InputStream in = client.getInputStream();
        byte[] first = in.readNBytes(LIVE.length());
        if (!healed && new String(first, StandardCharsets.US_ASCII).equals(LIVE)) {
            hanging.incrementAndGet();
            in.transferTo(OutputStream.nullOutputStream());
            givenUp.incrementAndGet();
        } else {
            passOn(client, first, service);
        }
    }
}
