package io.thelook.service.fanout;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

/**
 * Keeps the server from negotiating compression of WebSocket messages. Netty inflates a peer's messages without a
 * bound, before any limit on their size applies, so a frame of a few kilobytes can take the service down. Without
 * compression, a compressed frame is a protocol error, which closes its connection.
 */
@Singleton
// Runs after WebSockets Next's own customizer, which enables compression.
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
