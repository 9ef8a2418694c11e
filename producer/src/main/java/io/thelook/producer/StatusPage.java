package io.thelook.producer;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.thelook.service.status.StatusReport;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.Map;
import org.jboss.resteasy.reactive.Cache;

/** {@code GET /status}: the state of the producer, for people as a page and for programs as JSON. */
@Path("/")
public class StatusPage {

    private final ProducerStatus status;

    StatusPage(ProducerStatus status) {
        this.status = status;
    }

    @CheckedTemplate(basePath = "")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance status(String root, StatusReport report);
    }

    /** Renders the page, with addresses relative to its own: a proxy may serve it below a path. */
    @GET
    @Path("status")
    @Produces(MediaType.TEXT_HTML)
    @Cache(noStore = true)
    public TemplateInstance page(@Context UriInfo uri) {
        return Templates.status(uri.getPath().endsWith("/") ? ".." : ".", status.report());
    }

    /** The same as JSON, for a client that prefers it. */
    @GET
    @Path("status")
    @Produces(MediaType.APPLICATION_JSON + ";qs=0.5")
    @Cache(noStore = true)
    public Map<String, Object> json() {
        return status.report().toMap();
    }

    /** The same for a client that cannot set a header. */
    @GET
    @Path("status.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Cache(noStore = true)
    public Map<String, Object> jsonByName() {
        return json();
    }
}
