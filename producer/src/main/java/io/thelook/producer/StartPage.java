package io.thelook.producer;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.thelook.producer.scenario.Scenario;
import io.thelook.producer.tables.Table;
import io.thelook.service.fanout.Audience;
import io.thelook.service.feed.FeedWindow;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

/** {@code GET /}: describes the service and how to connect to its feed. */
@Path("/")
public class StartPage {

    private final ProducerConfig config;
    private final FeedWindow window;
    private final Audience clients;

    StartPage(ProducerConfig config, FeedWindow window, Audience clients) {
        this.config = config;
        this.window = window;
        this.clients = clients;
    }

    @CheckedTemplate(basePath = "")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance start(
                String feed, ProducerConfig config, int records, int clients, Scenario[] scenarios, Table[] tables);
    }

    /** Returns the page, with the feed's address under the host name of this request. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance get(@Context HttpServerRequest request) {
        String scheme = request.isSSL() ? "wss" : "ws";
        String feed = scheme + "://" + request.authority() + "/ws";
        return Templates.start(feed, config, window.size(), clients.size(), Scenario.values(), Table.values());
    }
}
