package io.thelook.service.start;

import io.quarkus.vertx.http.HttpServer;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.HttpsServerStart;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

/** Says that the service listens, with TLS or without, by firing its {@link ServerAddress}. */
@Singleton
class ServerStart {

    private final HttpServer server;
    private final Event<ServerAddress> started;

    ServerStart(HttpServer server, Event<ServerAddress> started) {
        this.server = server;
        this.started = started;
    }

    void plain(@ObservesAsync HttpServerStart event) {
        started.fireAsync(ServerAddress.of(event, server));
    }

    void secure(@ObservesAsync HttpsServerStart event) {
        started.fireAsync(ServerAddress.of(event, server));
    }
}
