package io.thelook.service.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** A webhook receiver that answers as a test says, and records the requests. Thread-safe. */
public final class Receiver implements AutoCloseable {

    public static final Reply ACCEPTED = new Reply(202, "{}", Map.of());

    /** Ends the connection without a response. */
    public static final Reply CUT = new Reply(0, "", Map.of());

    /** Does not answer. */
    public static final Reply HANG = new Reply(-1, "", Map.of());

    private final int port;
    private final List<Request> taken = new CopyOnWriteArrayList<>();
    private final List<Long> arrivals = new CopyOnWriteArrayList<>();
    private volatile Function<Request, Reply> behaviour = request -> ACCEPTED;
    private volatile CountDownLatch end;
    private HttpServer server;
    private ExecutorService threads;

    /** A request as it came in. */
    public record Request(Headers headers, byte[] body) {

        /** The body. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /** The value of a header; {@code null} if it is missing. */
        public String header(String name) {
            return headers.getFirst(name);
        }

        /** The body, decompressed. */
        public List<String> lines() throws IOException {
            try (InputStream zipped = new GZIPInputStream(new ByteArrayInputStream(body))) {
                return new String(zipped.readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
            }
        }
    }

    /** What it answers. */
    public record Reply(int status, String body, Map<String, String> headers) {

        /** A reply without a body. */
        public static Reply of(int status) {
            return new Reply(status, "", Map.of());
        }

        boolean isTaken() {
            return status >= 200 && status < 300;
        }
    }

    /** Starts on a free port. */
    public Receiver() throws IOException {
        port = start(0);
    }

    private int start(int port) throws IOException {
        end = new CountDownLatch(1);
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        arrivals.add(System.nanoTime());
        Request request = new Request(
                exchange.getRequestHeaders(), exchange.getRequestBody().readAllBytes());
        Reply reply = behaviour.apply(request);
        if (reply == HANG) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (reply.status() > 0) {
            if (reply.isTaken()) {
                taken.add(request);
            }
            reply.headers().forEach(exchange.getResponseHeaders()::set);
            byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    /** Replies to further requests as this function says. */
    public void behave(Function<Request, Reply> next) {
        behaviour = next;
    }

    /** The address of a path. */
    public String address(String path) {
        return "http://127.0.0.1:" + port + path;
    }

    /** The requests that were answered with 2xx, in order of their answers. */
    public List<Request> taken() {
        return taken;
    }

    /** When requests came in, on the clock of {@link System#nanoTime}. */
    public List<Long> arrivals() {
        return arrivals;
    }

    /** Starts again on the same port. */
    public void restart() throws IOException {
        start(port);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
