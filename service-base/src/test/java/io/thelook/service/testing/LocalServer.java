package io.thelook.service.testing;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;

/** HTTP servers for tests of routes. They listen on 127.0.0.1. */
public final class LocalServer {

    private LocalServer() {}

    /** Starts a server on a free port and returns the port. Closing {@code vertx} stops the server. */
    public static int start(Vertx vertx, Router router) {
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join()
                .actualPort();
    }
}
