package io.thelook.service.access;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;

/** Error responses in JSON. */
public final class JsonError {

    private JsonError() {}

    /** Responds with an error. */
    public static void send(HttpServerResponse response, int status, String reason) {
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("error", reason).encode());
    }

    /** Responds with a refusal. */
    public static void send(HttpServerResponse response, Refusal refusal) {
        refusal.headers().forEach(response::putHeader);
        send(response, refusal.status(), refusal.reason());
    }
}
