package io.thelook.service.fanout;

import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.annotation.Priority;
import jakarta.inject.Singleton;

/**
 * Lets frames of compressed messages through. {@link WebSocketPeer#prepare} then takes over from Vert.x, which would
 * compress each message again for each peer and inflate those of a peer without a bound.
 */
@Singleton
// Runs after WebSockets Next's own customizer.
@Priority(Integer.MIN_VALUE)
class OwnCompression implements HttpServerOptionsCustomizer {

    @Override
    public void customizeHttpServer(HttpServerOptions options) {
        options.setPerMessageWebSocketCompressionSupported(true);
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
