package io.thelook.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy in front of a service that, until it is healed, takes requests for /live and never answers them. */
final class HangingProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final URI service;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger hanging = new AtomicInteger();
    private final AtomicInteger givenUp = new AtomicInteger();
    private volatile boolean healed;

    HangingProxy(URI service) throws IOException {
        this.service = service;
        start("hanging proxy", this::accept);
    }

    URI uri(String path) {
        return URI.create("http://localhost:" + server.getLocalPort() + path);
    }

    /** Requests that were not answered. */
    int hanging() {
        return hanging.get();
    }

    /** Those of them whose client has closed its connection. */
    int givenUp() {
        return givenUp.get();
    }

    /** From now on passes every request on. */
    void heal() {
        healed = true;
    }

    private static void start(String name, Runnable task) {
        new Thread(task, name).start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                start("hanging proxy client", () -> serve(client));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = client.getInputStream();
            byte[] first = in.readNBytes("GET /live".length());
            if (!healed && new String(first, StandardCharsets.US_ASCII).equals("GET /live")) {
                hanging.incrementAndGet();
                in.transferTo(OutputStream.nullOutputStream());
                givenUp.incrementAndGet();
                return;
            }
            try (Socket upstream = new Socket(service.getHost(), service.getPort())) {
                sockets.add(upstream);
                upstream.getOutputStream().write(first);
                start("hanging proxy answers", () -> pass(upstream, client));
                in.transferTo(upstream.getOutputStream());
            }
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
