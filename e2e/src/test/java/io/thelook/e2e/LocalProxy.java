package io.thelook.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A proxy on a free port of this machine. Subclasses decide what becomes of each connection. Thread-safe. */
abstract class LocalProxy implements AutoCloseable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    LocalProxy() throws IOException {}

    /** Begins to accept connections. Call it when the subclass is ready for them. */
    final void start() {
        start("proxy", this::accept);
    }

    final URI uri(String path) {
        return URI.create("http://localhost:" + server.getLocalPort() + path);
    }

    /** Serves a connection, which is closed afterwards. An exception means that one of the two has gone. */
    abstract void serve(Socket client) throws IOException;

    /** Sends the first bytes to a service, and then passes everything on, in both directions. */
    final void passOn(Socket client, byte[] first, URI service) throws IOException {
        try (Socket upstream = connect(service)) {
            sockets.add(upstream);
            upstream.getOutputStream().write(first);
            start("proxy answers", () -> passBack(upstream, client));
            pump(client.getInputStream(), upstream.getOutputStream(), true);
        }
    }

    /** Connects to a service. */
    Socket connect(URI service) throws IOException {
        return new Socket(service.getHost(), service.getPort());
    }

    /** Passes on what comes, until the end; to the service, or back to its client. */
    void pump(InputStream from, OutputStream to, boolean toService) throws IOException {
        from.transferTo(to);
    }

    /** Ends all connections. */
    final void cut() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.removeIf(Socket::isClosed);
    }

    private static void start(String name, Runnable task) {
        new Thread(task, name).start();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                start("proxy client", () -> serveAndClose(client));
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void serveAndClose(Socket client) {
        try (client) {
            serve(client);
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    private void passBack(Socket from, Socket to) {
        try (from;
                to) {
            pump(from.getInputStream(), to.getOutputStream(), false);
        } catch (IOException e) {
            // One of the two has gone.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
