package io.thelook.benchmarks.fair;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A connection to {@code /live} that appears to come from another address, through a trusted proxy. Thread-safe. */
final class LiveSocket implements AutoCloseable {

    private static final Duration LONGEST_HANDSHAKE = Duration.ofSeconds(30);

    private final CompletableFuture<WebSocket> socket;
    private volatile boolean isOver;

    /**
     * Connects.
     *
     * @param address of the client, as the header X-Forwarded-For has it
     * @param messages receives each text; {@code null} to read nothing at all
     */
    LiveSocket(HttpClient http, URI url, String address, Consumer<String> messages) {
        socket = http.newWebSocketBuilder()
                .header("X-Forwarded-For", address)
                .connectTimeout(LONGEST_HANDSHAKE)
                .buildAsync(url, new Listener(messages));
        socket.exceptionally(failure -> {
            isOver = true;
            return null;
        });
    }

    private final class Listener implements WebSocket.Listener {

        private final Consumer<String> messages;
        private final StringBuilder text = new StringBuilder();

        Listener(Consumer<String> messages) {
            this.messages = messages;
        }

        @Override
        public void onOpen(WebSocket opened) {
            if (messages != null) {
                opened.request(1);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                messages.accept(text.toString());
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            isOver = true;
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable failure) {
            isOver = true;
        }
    }

    /** Waits until the handshake is over; returns whether it succeeded. */
    boolean awaitOpen() {
        return socket.handle((opened, failure) -> failure == null).join();
    }

    /** Whether the connection was refused or has ended. */
    boolean isOver() {
        return isOver;
    }

    /** Sends a text, unless the handshake has not succeeded, or the connection is over. */
    void say(String text) {
        if (!isOver && socket.isDone()) {
            socket.thenCompose(open -> open.sendText(text, true)).exceptionally(failure -> null);
        }
    }

    /** Requests a view. */
    void subscribe(String query) {
        say("{\"type\":\"subscribe\",\"query\":\"" + query + "\"}");
    }

    @Override
    public void close() {
        isOver = true;
        socket.thenAccept(WebSocket::abort);
    }
}
