package io.thelook.producer.scenario;

import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/**
 * The body of an error response.
 *
 * @param error what is wrong, and what was expected
 */
record ErrorBody(String error) {

    static Response response(int status, String error) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new ErrorBody(error))
                .build();
    }
}
