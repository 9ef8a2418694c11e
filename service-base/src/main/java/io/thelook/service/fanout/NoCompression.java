package io.thelook.service.fanout;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

/**
 * Keeps the server from negotiating compression of WebSocket messages. Netty inflates what a peer sends without a bound and before any
 * limit on its size, so that a frame of a few kilobytes can end the service. A compressed frame is a protocol error then, which closes
 * its connection.
 */
@Singleton
// After WebSockets Next's own, which turns it on.
@Priority(Integer.MIN_VALUE)
class NoCompression implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerMessageWebSocketCompressionSupported(false);
        options.setPerFrameWebSocketCompressionSupported(false);
    }

    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }

    @Override
    public void customizeDomainSocketServer(HttpServerOptions options) {
        customizeHttpServer(options);
    }
}
