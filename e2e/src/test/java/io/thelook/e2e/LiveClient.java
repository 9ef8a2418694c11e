package io.thelook.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A viewer that appears to come from another address, through a trusted proxy. Thread-safe. */
final class LiveClient implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final WebSocket socket;
    private final AtomicInteger views = new AtomicInteger();
    private final AtomicInteger errors = new AtomicInteger();
    private volatile String lastError = "";
    private volatile boolean isOver;

    /** @param messages receives each message, in addition to the counts of this class */
    LiveClient(URI live, String address, Consumer<JsonNode> messages) {
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("X-Forwarded-For", address)
                .buildAsync(live, new Listener(messages))
                .orTimeout(20, TimeUnit.SECONDS)
                .join();
    }

    private final class Listener implements WebSocket.Listener {

        private final Consumer<JsonNode> messages;
        private final StringBuilder text = new StringBuilder();

        Listener(Consumer<JsonNode> messages) {
            this.messages = messages;
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean isLast) {
            text.append(data);
            if (isLast) {
                hear(parse(text.toString()));
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void hear(JsonNode message) {
            switch (message.get("type").asText()) {
                case "view" -> views.incrementAndGet();
                case "error" -> {
                    lastError = message.get("message").asText();
                    errors.incrementAndGet();
                }
                default -> {}
            }
            messages.accept(message);
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

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    /** Sends a text; a connection that is over swallows it. */
    void say(String text) {
        if (!isOver) {
            socket.sendText(text, true).exceptionally(failure -> null);
        }
    }

    void subscribe(String query) {
        say("{\"type\":\"subscribe\",\"query\":\"" + query + "\"}");
    }

    /** The number of whole views received. */
    int views() {
        return views.get();
    }

    /** The number of refusals received. */
    int errors() {
        return errors.get();
    }

    String lastError() {
        return lastError;
    }

    boolean isOver() {
        return isOver;
    }

    @Override
    public void close() {
        isOver = true;
        socket.abort();
    }
}
