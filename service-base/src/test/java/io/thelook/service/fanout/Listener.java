package io.thelook.service.fanout;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that knows only the address. */
public final class Listener implements WebSocket.Listener, AutoCloseable {

    /** The text messages that came. */
    public final List<String> messages = new CopyOnWriteArrayList<>();
    /** Completes with the code with which the other end closed. */
    public final CompletableFuture<Integer> closeCode = new CompletableFuture<>();

    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;

    private Listener(URI address, String subprotocol) {
        WebSocket.Builder builder =
                HttpClient.newHttpClient().newWebSocketBuilder().connectTimeout(Duration.ofSeconds(5));
        if (subprotocol != null) {
            builder.subprotocols(subprotocol);
        }
        socket = builder.buildAsync(address, this).join();
    }

    /** Connects. An http address stands for the ws address of the same name. */
    public static Listener to(URI address) {
        return to(address, null);
    }

    /** Connects and asks for a subprotocol. */
    public static Listener to(URI address, String subprotocol) {
        return new Listener(URI.create(address.toString().replaceFirst("^http", "ws")), subprotocol);
    }

    /** What was agreed in the handshake; empty if nothing was. */
    public String subprotocol() {
        return socket.getSubprotocol();
    }

    /** Sends a text; that the feed hangs up meanwhile is no error here. */
    public void send(String text) {
        socket.sendText(text, true).exceptionally(hungUp -> socket).join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(partial.toString());
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
        closeCode.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closeCode.completeExceptionally(error);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
