package io.thelook.producer.scenario;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.service.http.StrictJson;
import jakarta.ws.rs.ext.ContextResolver;
import jakarta.ws.rs.ext.Provider;

/** Binds {@link ScenarioRequest} with {@link StrictJson}; everything else with the mapper of Quarkus. */
@Provider
class StrictRequests implements ContextResolver<ObjectMapper> {

    @Override
    public ObjectMapper getContext(Class<?> type) {
        return type == ScenarioRequest.class ? StrictJson.mapper() : null;
    }
}
