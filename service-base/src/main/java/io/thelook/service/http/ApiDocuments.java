package io.thelook.service.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;

/**
 * {@code GET /q/openapi} and {@code GET /asyncapi.yaml}: the documents that describe the service's HTTP interface and
 * the WebSockets of both services. Reads a document from the service's jar when it is requested, and keeps nothing in
 * memory.
 */
@Singleton
class ApiDocuments {

    private static final String TYPE = "application/yaml";

    void register(@Observes Router router) {
        ClassLoader resources = Thread.currentThread().getContextClassLoader();
        router.route("/q/openapi").handler(context -> answer(context, resources, "META-INF/openapi.yaml"));
        router.route("/asyncapi.yaml").handler(context -> answer(context, resources, "META-INF/asyncapi.yaml"));
    }

    private static void answer(RoutingContext context, ClassLoader resources, String name) {
        // Discards the body, which no handler reads.
        context.request().resume();
        HttpMethod method = context.request().method();
        if (method != HttpMethod.GET && method != HttpMethod.HEAD) {
            context.response()
                    .setStatusCode(405)
                    .putHeader("Allow", "GET, HEAD")
                    .end();
            return;
        }
        context.vertx()
                .executeBlocking(() -> read(resources, name), false)
                .onSuccess(document -> send(context.response(), document, method == HttpMethod.HEAD))
                .onFailure(context::fail);
    }

    private static Buffer read(ClassLoader resources, String name) throws IOException {
        try (InputStream document = resources.getResourceAsStream(name)) {
            if (document == null) {
                throw new FileNotFoundException(name + ": expected it in the service's jar");
            }
            return Buffer.buffer(document.readAllBytes());
        }
    }

    private static void send(HttpServerResponse response, Buffer document, boolean isHead) {
        response.putHeader("Content-Type", TYPE);
        if (isHead) {
            response.putHeader("Content-Length", Integer.toString(document.length()))
                    .end();
        } else {
            response.end(document);
        }
    }
}
