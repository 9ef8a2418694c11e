package io.thelook.service.start;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;

/**
 * The address on which a service listens. {@link ServerStart} fires it as an event, asynchronously, when the service
 * listens: the last step of a start that can fail.
 *
 * @param isSecure whether it speaks TLS
 * @param port its port
 */
public record ServerAddress(boolean isSecure, int port) {

    /**
     * The address of a server that has just started. {@link HttpServer#getPort} is not set yet for a moment; the
     * options have the port unless the system was to choose one.
     */
    static ServerAddress of(HttpServerStart start, HttpServer server) {
        int port = start.options().getPort();
        return new ServerAddress(false, port > 0 ? port : server.getPort());
    }

    /** The address of a server with TLS that has just started. */
    static ServerAddress of(HttpsServerStart start, HttpServer server) {
        int port = start.options().getPort();
        return new ServerAddress(true, port > 0 ? port : server.getSecurePort());
    }

    /** The address of a server that has been running for a while. */
    public static ServerAddress of(HttpServer server) {
        return server.getSecurePort() > 0
                ? new ServerAddress(true, server.getSecurePort())
                : new ServerAddress(false, server.getPort());
    }

    /** The address on this machine, such as {@code http://localhost:3000}. */
    @Override
    public String toString() {
        return (isSecure ? "https" : "http") + "://localhost:" + port;
    }
}
