package io.thelook.dashboard.source;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server whose every byte a test controls. Each connection has a thread, which ends with it.
 */
final class RawFeed implements AutoCloseable {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;
    static final int FINAL = 0x80;
    static final int RSV1 = 0x40;

    private static final Pattern KEY = Pattern.compile("(?i)sec-websocket-key: *(\\S+)");
    private static final String SALT = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket server;
    private final List<Socket> clients = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    /** The handler of a connection whose request has been read. When it returns, the connection is closed. */
    interface Script {
        void run(Client client) throws IOException;
    }

    RawFeed(Script script) throws IOException {
        this(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")), script);
    }

    RawFeed(ServerSocket server, Script script) {
        this.server = server;
        new Thread(() -> accept(script), "raw feed").start();
    }

    String address() {
        return "ws://127.0.0.1:" + port() + "/ws";
    }

    int port() {
        return server.getLocalPort();
    }

    /** The requests that came, headers and all. */
    List<String> requests() {
        return requests;
    }

    private void accept(Script script) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                clients.add(socket);
                new Thread(() -> serve(socket, script), "raw feed client").start();
            } catch (IOException e) {
                // Closed: the loop ends.
            }
        }
    }

    private void serve(Socket socket, Script script) {
        try (socket) {
            StringBuilder request = new StringBuilder();
            InputStream in = socket.getInputStream();
            while (request.indexOf("\r\n\r\n") < 0) {
                int read = in.read();
                if (read < 0) {
                    return;
                }
                request.append((char) read);
            }
            requests.add(request.toString());
            script.run(new Client(socket, request.toString()));
        } catch (IOException e) {
            // The client has gone, or this feed.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket client : clients) {
            client.close();
        }
    }

    /** A frame of the client. */
    record Frame(int opcode, byte[] payload) {}

    /** A connection as the server has it. */
    static final class Client {

        private final String request;
        private final DataInputStream in;
        private final OutputStream out;

        private Client(Socket socket, String request) throws IOException {
            this.request = request;
            this.in = new DataInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        /** Completes the handshake, with further header lines. */
        void upgrade(String... headers) throws IOException {
            Matcher key = KEY.matcher(request);
            key.find();
            StringBuilder answer = new StringBuilder("HTTP/1.1 101 Switching Protocols\r\n"
                    + "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: " + accept(key.group(1))
                    + "\r\n");
            for (String header : headers) {
                answer.append(header).append("\r\n");
            }
            write(answer + "\r\n");
        }

        boolean asksForIncremental() {
            return request.contains("thelook.v1");
        }

        void write(String text) throws IOException {
            write(text.getBytes(StandardCharsets.UTF_8));
        }

        void write(byte[] bytes) throws IOException {
            out.write(bytes);
            out.flush();
        }

        void send(int firstByte, byte[] payload) throws IOException {
            write(frame(firstByte, payload));
        }

        void text(String text) throws IOException {
            send(FINAL | TEXT, text.getBytes(StandardCharsets.UTF_8));
        }

        void answer(Frame ping) throws IOException {
            send(FINAL | PONG, ping.payload());
        }

        /** The next frame of a kind; what comes before it is left out. */
        Frame await(int opcode) throws IOException {
            while (true) {
                Frame frame = read();
                if (frame.opcode() == opcode) {
                    return frame;
                }
            }
        }

        /** Reads for as long as the client is there. */
        void readToTheEnd() throws IOException {
            while (true) {
                read();
            }
        }

        private Frame read() throws IOException {
            int opcode = in.readUnsignedByte() & 0x0F;
            int length = in.readUnsignedByte() & 0x7F;
            if (length > 125) {
                throw new EOFException("a client says nothing that long");
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < payload.length; i++) {
                payload[i] ^= mask[i % 4];
            }
            return new Frame(opcode, payload);
        }
    }

    static byte[] frame(int firstByte, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) firstByte);
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else if (payload.length < 65_536) {
            frame.put((byte) 126).putShort((short) payload.length);
        } else {
            frame.put((byte) 127).putLong(payload.length);
        }
        frame.put(payload);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(frame.array(), 0, frame.position());
        return bytes.toByteArray();
    }

    static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + SALT).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("each JDK has SHA-1", e);
        }
    }
}
