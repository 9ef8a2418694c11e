package io.thelook.producer.scenario;

import io.thelook.service.access.Access;
import io.thelook.service.access.Refusal;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses requests by their headers, before their bodies are read. */
@Singleton
class RequestChecks {

    /** Created by the first request: Quarkus creates filters before it has read the configuration. */
    private final Instance<Access> access;

    RequestChecks(Instance<Access> access) {
        this.access = access;
    }

    /** Refuses requests that are not permitted, and those without a content type, which match {@code @Consumes}. */
    @ServerRequestFilter
    @AdminOnly
    Optional<Response> check(HttpServerRequest request) {
        if (request.getHeader(HttpHeaders.CONTENT_TYPE) == null) {
            return Optional.of(notJson(null));
        }
        return access.get().check(request).map(RequestChecks::response);
    }

    private static Response response(Refusal refusal) {
        Response.ResponseBuilder response =
                Response.fromResponse(ErrorBody.response(refusal.status(), refusal.reason()));
        refusal.headers().forEach(response::header);
        return response.build();
    }

    /** Responds to a content type that no resource reads. */
    @ServerExceptionMapper
    Response refuse(NotSupportedException failure, HttpHeaders headers) {
        return notJson(headers.getHeaderString(HttpHeaders.CONTENT_TYPE));
    }

    private static Response notJson(String type) {
        return ErrorBody.response(415, "Content-Type " + type + ": expected " + MediaType.APPLICATION_JSON);
    }
}
