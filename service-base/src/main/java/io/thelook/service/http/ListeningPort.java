package io.thelook.service.http;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;

/** The port on which a server listens, known as soon as it does. */
public final class ListeningPort {

    private ListeningPort() {}

    /**
     * The port of a server that has just started. {@link HttpServer#getPort} is not set yet for a moment; the options
     * have the port unless the system was to choose one.
     */
    public static int of(HttpServerStart start, HttpServer server) {
        int port = start.options().getPort();
        return port > 0 ? port : server.getPort();
    }
}
