package io.thelook.dashboard.page;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.thelook.dashboard.DashboardConfig;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Lets the sites of {@code FRAME_ANCESTORS} show the page at {@code /} in a frame. Everything else, such as
 * {@code /connect}, which takes the token, keeps the policy of {@code application.properties}: no frames at all.
 */
@Singleton
class FramePolicy {

    private static final String HEADER = "Content-Security-Policy";
    private static final String NO_FRAMES = "frame-ancestors 'none'";

    /** Any: the policy is in the response before the first filter. */
    private static final int PRIORITY = 10;

    private final String ancestors;

    FramePolicy(DashboardConfig config) {
        this.ancestors = "frame-ancestors " + config.frameAncestors();
    }

    void register(@Observes Filters filters) {
        if (!ancestors.equals(NO_FRAMES)) {
            filters.register(this::allow, PRIORITY);
        }
    }

    private void allow(RoutingContext context) {
        if (context.request().path().equals("/")) {
            String policy = context.response().headers().get(HEADER);
            context.response().headers().set(HEADER, policy.replace(NO_FRAMES, ancestors));
        }
        context.next();
    }
}
