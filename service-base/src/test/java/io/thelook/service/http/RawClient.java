package io.thelook.service.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** An HTTP client that reads only what it is told to. The little that its kernel takes for it is small. */
public final class RawClient implements AutoCloseable {

    private static final int RECEIVE_BUFFER = 8_192;
    private static final int LONGEST_WAIT_MILLIS = 60_000;

    private final Socket socket = new Socket();

    private RawClient() {}

    /** Connects to a port of this machine. */
    public static RawClient to(int port) throws IOException {
        return from("127.0.0.1", port);
    }

    /** Connects from an address of this machine. */
    public static RawClient from(String address, int port) throws IOException {
        RawClient client = new RawClient();
        client.socket.setReceiveBufferSize(RECEIVE_BUFFER);
        client.socket.setSoTimeout(LONGEST_WAIT_MILLIS);
        client.socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
        client.socket.connect(new InetSocketAddress("127.0.0.1", port));
        return client;
    }

    /** Sends a text as it is. */
    public RawClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** Sends requests without a body, one right after the other. */
    public RawClient ask(String method, String path, int times) throws IOException {
        String request = method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
        return send(request.repeat(times));
    }

    /** Sends a request without a body. */
    public RawClient ask(String method, String path) throws IOException {
        return ask(method, path, 1);
    }

    /** The head of an answer. */
    public record Head(int status, Map<String, String> headers) {}

    /** Reads the head of the next answer, with the names of its headers in lower case. */
    public Head head() throws IOException {
        String[] status = line().split(" ", 3);
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] header = line.split(": ", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        return new Head(Integer.parseInt(status[1]), headers);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = read(); next != '\n'; next = read()) {
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    private int read() throws IOException {
        int next = socket.getInputStream().read();
        if (next < 0) {
            throw new EOFException();
        }
        return next;
    }

    /** Reads a body of known length; "" without one. */
    public String body(Head head) throws IOException {
        return new String(
                socket.getInputStream()
                        .readNBytes(Integer.parseInt(head.headers().getOrDefault("content-length", "0"))),
                ISO_8859_1);
    }

    /** Reads up to so many bytes, and returns how many; 0 at the end. */
    public int take(int bytes) throws IOException {
        return socket.getInputStream().readNBytes(bytes).length;
    }

    /** Reads until the connection is reset or closed, and returns whether it was reset. */
    public boolean isReset() throws IOException {
        InputStream in = socket.getInputStream();
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
            return false;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
