package io.thelook.e2e;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A reverse proxy that serves each service below a path, and removes that path from its requests. Answers 404 to all
 * others, and lists them.
 */
final class PrefixProxy extends LocalProxy {

    private final Map<String, URI> services;
    private final List<String> strays = new CopyOnWriteArrayList<>();
    private final AtomicInteger webSockets = new AtomicInteger();
    private volatile String refusal = "";

    /** @param services by their paths, such as {@code /shop} */
    PrefixProxy(Map<String, URI> services) throws IOException {
        this.services = services;
        start();
    }

    /** The requests for paths that are below no service. */
    List<String> strays() {
        return List.copyOf(strays);
    }

    /** The number of requests for WebSockets that were passed on. */
    int webSockets() {
        return webSockets.get();
    }

    /** Ends all connections, and answers further requests like this, such as {@code 401 Unauthorized}. */
    void refuse(String status) throws IOException {
        refusal = status;
        cut();
    }

    /** Passes requests on again. */
    void admit() {
        refusal = "";
    }

    @Override
    void serve(Socket client) throws IOException {
        RequestHead head = RequestHead.read(client.getInputStream());
        if (head.isEmpty()) {
            return;
        }
        String path = head.path();
        String prefix = services.keySet().stream()
                .filter(each -> path.startsWith(each + "/"))
                .findAny()
                .orElse(null);
        if (prefix == null) {
            strays.add(path);
        }
        String status = prefix == null ? "404 Not Found" : refusal;
        if (!status.isEmpty()) {
            String answer = "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            return;
        }
        if (head.isUpgrade()) {
            webSockets.incrementAndGet();
        }
        passOn(client, head.without(prefix).closing().bytes(), services.get(prefix));
    }
}
