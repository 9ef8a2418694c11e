package io.thelook.producer.scenario;

import io.smallrye.common.annotation.NonBlocking;
import io.thelook.service.access.Access;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * {@code GET /scenario} returns the current scenario and the available ones; {@code POST /scenario} starts or stops
 * one. Non-blocking, because a blocking resource holds a worker thread for as long as a client takes to send the body.
 */
@Path("/scenario")
@NonBlocking
@Produces(MediaType.APPLICATION_JSON)
public class ScenarioResource {

    private final Scenarios scenarios;

    ScenarioResource(Scenarios scenarios) {
        this.scenarios = scenarios;
    }

    /** Returns the current scenario and the available ones. */
    @GET
    public ScenarioState get() {
        return ScenarioState.of(scenarios.current());
    }

    /**
     * Starts a scenario, or stops the current one if the name is {@code none}. Responds with 400 to an invalid request,
     * with 401, 403 or 429 to one that is not permitted ({@link Access}), and with 415 unless the content type is JSON.
     */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @AdminOnly
    public ScenarioState post(ScenarioRequest request) {
        if (request == null) {
            throw new BadRequestException(ErrorBody.response(400, "the body missing: expected one JSON object"));
        }
        if (request.isStop()) {
            scenarios.stop();
        } else {
            scenarios.start(request);
        }
        return get();
    }

    @ServerExceptionMapper
    Response refuse(IOException failure) {
        return ErrorBody.response(400, RequestFault.of(failure));
    }

    /** Quarkus wraps some failures to read a body. */
    @ServerExceptionMapper
    Response refuse(WebApplicationException failure) {
        return failure.getCause() instanceof IOException cause ? refuse(cause) : failure.getResponse();
    }
}
