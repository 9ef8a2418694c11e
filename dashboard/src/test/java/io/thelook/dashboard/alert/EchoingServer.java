package io.thelook.dashboard.alert;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A server that speaks no HTTP, and repeats the first line of a request. */
final class EchoingServer implements AutoCloseable {

    private final ServerSocket server;

    EchoingServer() throws IOException {
        server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        new Thread(this::serve, "echo").start();
    }

    URI address(String path) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
    }

    private void serve() {
        try {
            while (true) {
                try (Socket socket = server.accept()) {
                    String line = new BufferedReader(
                                    new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                            .readLine();
                    socket.getOutputStream().write((line + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
                }
            }
        } catch (IOException e) {
            // Closed: the loop ends.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
