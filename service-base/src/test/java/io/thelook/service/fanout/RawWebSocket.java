package io.thelook.service.fanout;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/**
 * A WebSocket client that reads nothing but the answer to its handshake unless it is told to, and sends what it likes.
 */
public final class RawWebSocket implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int VERSION = 13;
    private static final int NO_VERSION = 99;
    private static final int PING = 0x89;
    private static final int CLOSE = 0x88;
    private static final int TEXT = 0x81;

    /** The first reserved bit: a compressed message, where that was agreed. */
    private static final int RSV1 = 0x40;

    private final Socket socket = new Socket();
    private String answer;

    private RawWebSocket(URI address) throws IOException {
        socket.setReceiveBufferSize(8_192);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress(address.getHost(), address.getPort()));
    }

    private void shakeHands(int version, String path, String... headers) throws IOException {
        StringBuilder request = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n"
                + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: " + version + "\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n");
        List.of(headers).forEach(header -> request.append(header).append("\r\n"));
        socket.getOutputStream().write(request.append("\r\n").toString().getBytes(US_ASCII));
        answer = readHead();
    }

    /** Connects to a path of the server at the address, with these headers besides those that the handshake needs. */
    public static RawWebSocket to(URI address, String path, String... headers) {
        return connected(address, VERSION, path, headers);
    }

    /** Does the same with a version of the protocol that no server speaks. */
    public static RawWebSocket refused(URI address, String path, String... headers) {
        return connected(address, NO_VERSION, path, headers);
    }

    private static RawWebSocket connected(URI address, int version, String path, String... headers) {
        try {
            RawWebSocket socket = new RawWebSocket(address);
            socket.shakeHands(version, path, headers);
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tries again on the same connection. */
    public void shakeHands(String path, String... headers) throws IOException {
        shakeHands(VERSION, path, headers);
    }

    private String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new IOException("connection ended after: " + head.toString(US_ASCII));
            }
            head.write(next);
        }
        return head.toString(US_ASCII);
    }

    /** The head of the server's answer to the handshake. */
    public String answer() {
        return answer;
    }

    /** Sends a text message. */
    public void sendText(String ascii) throws IOException {
        send(TEXT, ascii.getBytes(US_ASCII));
    }

    /** Sends a text message that claims to be compressed. */
    public void sendCompressed(byte[] payload) throws IOException {
        send(TEXT | RSV1, payload);
    }

    /** A message as it is compressed for {@link #sendCompressed}. */
    public static byte[] deflated(byte[] message) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(message);
        byte[] payload = new byte[message.length + 64];
        int length = deflater.deflate(payload, 0, payload.length, Deflater.SYNC_FLUSH);
        deflater.end();
        // Without the end of a block that is flushed, as RFC 7692, section 7.2.1, says.
        return Arrays.copyOf(payload, length - 4);
    }

    /** Starts the closing handshake. */
    public void sendClose() throws IOException {
        send(CLOSE, new byte[] {3, (byte) 0xe8});
    }

    private void send(int firstByte, byte[] payload) throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(firstByte);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                frame.write((int) ((long) payload.length >>> shift));
            }
        }
        // A mask of zeros leaves the payload as it is.
        frame.write(new byte[4]);
        frame.write(payload);
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** Whether the server's socket is gone. Asks without reading, by a ping. */
    public boolean isGone() {
        try {
            send(PING, new byte[0]);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /**
     * Reads whatever comes until the connection ends, by a reset or otherwise.
     *
     * @throws AssertionError if it has not ended within ten seconds
     */
    public void readToTheEnd() {
        long start = System.nanoTime();
        byte[] buffer = new byte[8_192];
        try {
            while (socket.getInputStream().read(buffer) >= 0) {
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    throw new AssertionError("still open");
                }
            }
        } catch (SocketTimeoutException e) {
            throw new AssertionError("still open", e);
        } catch (IOException reset) {
            // This is an end, too.
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
