package io.thelook.producer.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.common.annotation.NonBlocking;
import io.thelook.producer.store.Catalogue;
import io.thelook.service.access.Access;
import io.thelook.service.access.Refusal;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /scenario} returns the current scenario and the available ones; {@code POST /scenario} starts or stops
 * one. Non-blocking, because a blocking resource holds a worker thread for as long as a client takes to send the body.
 */
@Path("/scenario")
@NonBlocking
public class ScenarioResource {

    private final Scenarios scenarios;
    private final ObjectMapper json;
    private final Access access;

    ScenarioResource(Scenarios scenarios, ObjectMapper json, Access access) {
        this.scenarios = scenarios;
        this.json = json;
        this.access = access;
    }

    /** Returns the current scenario and the available ones. */
    @GET
    public Response get() {
        return answer();
    }

    /**
     * Starts a scenario, or stops the current one if the name is {@code none}. Responds with 400 to an invalid request,
     * with 401, 403 or 429 to one that is not permitted ({@link Access}), and with 415 unless the content type is JSON.
     */
    @POST
    public Response post(String body, @Context HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        if (type == null || !type.startsWith(MediaType.APPLICATION_JSON)) {
            return error(415, "Content-Type " + type + ": expected " + MediaType.APPLICATION_JSON);
        }
        Optional<Refusal> refusal = access.check(request);
        if (refusal.isPresent()) {
            return refuse(refusal.get());
        }
        ScenarioRequest wanted;
        try {
            wanted = ScenarioRequest.of(read(body), Catalogue.categories());
        } catch (IllegalArgumentException e) {
            return error(400, e.getMessage());
        }
        if (wanted.scenario().isEmpty()) {
            scenarios.stop();
        } else {
            scenarios.start(wanted);
        }
        return answer();
    }

    private JsonNode read(String body) {
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("the body is not JSON: " + e.getOriginalMessage());
        }
    }

    private Response answer() {
        return json(200, ScenarioState.of(scenarios.current()));
    }

    private Response refuse(Refusal refusal) {
        Response.ResponseBuilder response = Response.fromResponse(error(refusal.status(), refusal.reason()));
        refusal.headers().forEach(response::header);
        return response.build();
    }

    private Response error(int status, String reason) {
        return json(status, Map.of("error", reason));
    }

    private Response json(int status, Object content) {
        try {
            return Response.status(status)
                    .type(MediaType.APPLICATION_JSON)
                    .entity(json.writeValueAsString(content))
                    .build();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can always be written", e);
        }
    }
}
