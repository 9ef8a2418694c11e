package io.thelook.dashboard.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.RoutingContext;

/**
 * Sends responses with a JSON body. Thread-safe.
 *
 * @param json writes the bodies
 */
record JsonResponses(ObjectMapper json) {

    /** Sends a response, unless the client has left or already has its response. */
    void send(RoutingContext context, int status, Object body) {
        if (context.response().closed() || context.response().ended()) {
            return;
        }
        try {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(json.writeValueAsString(body));
        } catch (JsonProcessingException e) {
            context.fail(e);
        }
    }
}
