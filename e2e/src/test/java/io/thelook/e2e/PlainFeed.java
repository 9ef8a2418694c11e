package io.thelook.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * A feed of the snapshot contract that sends the same text repeatedly: a minimal WebSocket server (RFC 6455).
 */
final class PlainFeed implements AutoCloseable {

    /** The opcodes of messages. */
    static final int TEXT = 1;

    static final int BINARY = 2;

    private static final String ACCEPT_SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final byte[] frame;
    private final long everyMillis;
    private final ScheduledExecutorService cadence =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "plain feed cadence"));

    PlainFeed(String text, long everyMillis) throws IOException {
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.frame = frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
        this.everyMillis = everyMillis;
        CompletableFuture.runAsync(this::accept, task -> new Thread(task, "plain feed").start());
    }

    URI uri() {
        return URI.create("ws://localhost:" + server.getLocalPort() + "/ws");
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                CompletableFuture.runAsync(() -> serve(socket), task -> new Thread(task, "plain feed client").start());
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            OutputStream out = socket.getOutputStream();
            out.write(handshake(socket.getInputStream()).getBytes(StandardCharsets.US_ASCII));
            // The task ends with the first write that fails: then the client, or this feed, has gone.
            cadence.scheduleAtFixedRate(() -> say(out), 0, everyMillis, TimeUnit.MILLISECONDS)
                    .get();
        } catch (IOException | GeneralSecurityException | ExecutionException | CancellationException e) {
            // The client has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void say(OutputStream out) {
        try {
            out.write(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String handshake(InputStream in) throws GeneralSecurityException {
        return handshake(headers(in));
    }

    /** Reads the request of a client: its headers, by their names in lower case. */
    static Map<String, String> headers(InputStream in) {
        Scanner request = new Scanner(in, StandardCharsets.US_ASCII);
        Map<String, String> headers = new HashMap<>();
        for (String line = request.nextLine(); !line.isEmpty(); line = request.nextLine()) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, Math.max(colon, 0)).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        return headers;
    }

    /** The response that makes a WebSocket of a connection. */
    static String handshake(Map<String, String> headers) throws GeneralSecurityException {
        String key = headers.getOrDefault("sec-websocket-key", "");
        byte[] digest =
                MessageDigest.getInstance("SHA-1").digest((key + ACCEPT_SALT).getBytes(StandardCharsets.US_ASCII));
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n";
    }

    /** A message in one frame, as a server sends it. */
    static byte[] frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) (0x80 | opcode));
        // RFC 6455 requires the shortest form of the length.
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        return Arrays.copyOf(frame.put(payload).array(), frame.position());
    }

    @Override
    public void close() throws IOException {
        server.close();
        cadence.shutdownNow();
    }
}
