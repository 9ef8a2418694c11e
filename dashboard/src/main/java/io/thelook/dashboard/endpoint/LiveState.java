package io.thelook.dashboard.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.dashboard.page.DashboardPage;
import io.thelook.service.access.OriginCheck;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.CapacityCheck;
import io.thelook.service.http.RequestLimit;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * {@code GET /live} without an upgrade: whether the dashboard admits a further viewer, and the build of the page that
 * it serves. A browser does not tell a page why its WebSocket failed, so the page asks here. The parameter
 * {@code origin} is the page's own origin: with 403, the dashboard refuses its WebSocket. With 429, there are too many
 * connections.
 */
@Singleton
class LiveState {

    private static final String UPGRADE = "Sec-WebSocket-Key";

    private final Audience audience;
    private final Instance<DashboardPage> page;
    private final JsonResponses responses;
    private final OriginCheck.Rule origins;
    private final RequestLimit limit;

    LiveState(
            Viewers viewers,
            Instance<DashboardPage> page,
            ObjectMapper json,
            OriginCheck.Rule origins,
            RequestLimit limit) {
        this.audience = viewers.audience();
        this.page = page;
        this.responses = new JsonResponses(json);
        this.origins = origins;
        this.limit = limit;
    }

    void register(@Observes Router router) {
        router.get("/live").handler(this::answer);
    }

    private void answer(RoutingContext context) {
        if (context.request().headers().contains(UPGRADE)) {
            context.next();
            return;
        }
        context.request().resume();
        context.response().putHeader("Cache-Control", "no-store");
        String origin = context.request().getParam("origin");
        if (origin != null && !origins.allows(origin, context.request())) {
            responses.send(context, 403, Map.of("state", "foreign"));
            return;
        }
        if (limit.isBusy(context.request())) {
            context.response().putHeader("Retry-After", RequestLimit.RETRY_AFTER_SECONDS);
            responses.send(context, 429, Map.of("state", "busy"));
            return;
        }
        String build = page.get().build();
        if (!audience.isFull()) {
            responses.send(context, 200, Map.of("state", "open", "build", build));
            return;
        }
        context.response().putHeader("Retry-After", CapacityCheck.RETRY_AFTER_SECONDS);
        boolean isStopping = audience.size() < audience.capacity();
        responses.send(
                context,
                503,
                isStopping
                        ? Map.of("state", "stopping", "build", build)
                        : Map.of("state", "full", "most", audience.capacity(), "build", build));
    }
}
