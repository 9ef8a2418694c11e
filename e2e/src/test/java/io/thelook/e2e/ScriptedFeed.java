package io.thelook.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * A minimal WebSocket server that sends what a test sets. A client that connects later receives the last message first.
 * Thread-safe.
 */
final class ScriptedFeed implements AutoCloseable {

    private final ServerSocket server;
    private final AtomicInteger connections = new AtomicInteger();

    private volatile String authorization;

    // The following are guarded by this object.
    private final List<Socket> clients = new ArrayList<>();
    private byte[] last;

    ScriptedFeed() throws IOException {
        this(ServerSocketFactory.getDefault());
    }

    ScriptedFeed(ServerSocketFactory sockets) throws IOException {
        server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        new Thread(this::accept, "scripted feed").start();
    }

    int port() {
        return server.getLocalPort();
    }

    String address() {
        return "ws://localhost:" + port() + "/orders";
    }

    /** The header Authorization of the last client. */
    String authorization() {
        return authorization;
    }

    /** The number of connections so far. */
    int connections() {
        return connections.get();
    }

    void say(String text) {
        send(PlainFeed.frame(PlainFeed.TEXT, text.getBytes(StandardCharsets.UTF_8)));
    }

    void sayInBinary(byte[] bytes) {
        send(PlainFeed.frame(PlainFeed.BINARY, bytes));
    }

    private synchronized void send(byte[] frame) {
        last = frame;
        clients.removeIf(client -> !isSent(client, frame));
    }

    private static boolean isSent(Socket client, byte[] frame) {
        try {
            client.getOutputStream().write(frame);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                connections.incrementAndGet();
                new Thread(() -> serve(client), "scripted feed client").start();
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void serve(Socket client) {
        try {
            Map<String, String> headers = PlainFeed.headers(client.getInputStream());
            authorization = headers.get("authorization");
            client.getOutputStream().write(PlainFeed.handshake(headers).getBytes(StandardCharsets.US_ASCII));
            join(client);
        } catch (IOException | GeneralSecurityException | NoSuchElementException e) {
            // Not a client, or it has gone.
        }
    }

    private synchronized void join(Socket client) {
        if (last == null || isSent(client, last)) {
            clients.add(client);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        server.close();
        for (Socket client : clients) {
            client.close();
        }
    }
}
