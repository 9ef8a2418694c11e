package io.thelook.dashboard.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.quarkus.vertx.http.HttpServer;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.mapping.Mapping;
import io.thelook.service.access.Access;
import io.thelook.service.start.ServerAddress;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/**
 * {@code GET /connect}: the page that shows incoming messages. The page itself is open to all, but its content needs
 * the token: the first visit logs a random token.
 */
@Path("/connect")
public class ConnectPage {

    private final DashboardConfig config;
    private final HttpServer server;
    private final Instance<Access> access;

    ConnectPage(DashboardConfig config, HttpServer server, Instance<Access> access) {
        this.config = config;
        this.server = server;
        this.access = access;
    }

    @CheckedTemplate(basePath = "")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance connect(
                String root,
                String shopName,
                String currency,
                boolean ownToken,
                boolean ownMapping,
                List<String> presets);
    }

    /** Renders the page, with addresses relative to its own: a proxy may serve it below a path. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance get(@Context UriInfo uri) {
        access.get().announce(ServerAddress.of(server), "/connect");
        boolean ownMapping = config.feedMapping()
                .filter(name -> !Mapping.PRESETS.contains(name))
                .isPresent();
        return Templates.connect(
                uri.getPath().endsWith("/") ? ".." : ".",
                config.shopName(),
                config.currency().getCurrencyCode(),
                config.adminToken().isPresent(),
                ownMapping,
                Mapping.PRESETS);
    }
}
