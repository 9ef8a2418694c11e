package io.thelook.service.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.thelook.service.http.AllowedHosts;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.start.Shown;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/**
 * Refuses, with 403, requests that a page of another site makes through a user's browser to change something or to open
 * a WebSocket. A browser lets any page do both, even where it hides the responses to other requests. Requests without
 * an Origin are not affected: current browsers always send it with these. Refuses, with 421, all requests for a host
 * that is not allowed.
 */
@Singleton
public class OriginCheck {

    /** Runs after the filter that guards the connection, and before all others. */
    public static final int PRIORITY = 1_000_000;

    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final Rule rule;
    private final LongAdder refused = new LongAdder();
    private final LongAdder misdirected = new LongAdder();

    /**
     * The rules of the check.
     *
     * @param origins the sites that may use the service
     * @param hosts the names under which the service may be reached
     * @param proxies whose forwarding headers are trusted
     * @param areSocketsOpen whether pages of all sites may open WebSockets
     */
    public record Rule(Origins origins, AllowedHosts hosts, TrustedProxies proxies, boolean areSocketsOpen) {

        boolean refusesHost(HttpServerRequest request) {
            return !hosts.allow(proxies.hosts(request));
        }

        boolean refusesOrigin(HttpServerRequest request) {
            String origin = request.getHeader("Origin");
            return origin != null && isConcerned(request) && !allows(origin, request);
        }

        /** Whether pages of a site may use the service under the host that a request asks for. */
        public boolean allows(String origin, HttpServerRequest request) {
            return origins.allows(origin, proxies.hosts(request));
        }

        private boolean isConcerned(HttpServerRequest request) {
            boolean isUpgrade = request.headers().contains("Upgrade");
            return !READING.contains(request.method()) || isUpgrade && !areSocketsOpen;
        }
    }

    OriginCheck(Rule rule) {
        this.rule = rule;
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (rule.refusesHost(request)) {
            misdirected.increment();
            refuse(
                    context,
                    421,
                    "the service is not reached as "
                            + Shown.text(String.join(", ", rule.proxies().hosts(request)))
                            + ": expected an address, a name without a dot, or a host in ALLOWED_HOSTS");
        } else if (rule.refusesOrigin(request)) {
            refused.increment();
            refuse(
                    context,
                    403,
                    "the page is from another site, " + Shown.text(request.getHeader("Origin"))
                            + ": expected the same host in Origin and Host, or the Origin in ALLOWED_ORIGINS");
        } else {
            context.next();
        }
    }

    private static void refuse(RoutingContext context, int status, String why) {
        // Discards the body, which no handler reads.
        context.request().resume();
        JsonError.send(context.response(), status, why);
    }

    /** The number of requests of other sites refused. */
    long refused() {
        return refused.sum();
    }

    @Produces
    @Singleton
    static MeterBinder originMetric(OriginCheck check) {
        return registry -> {
            count(registry, "origin", check.refused);
            if (check.rule.hosts() != AllowedHosts.ANY) {
                count(registry, "host", check.misdirected);
            }
        };
    }

    private static void count(MeterRegistry registry, String reason, LongAdder refused) {
        FunctionCounter.builder("thelook.access.refused", refused, LongAdder::sum)
                .tag("reason", reason)
                .description("Requests refused because they were not permitted")
                .register(registry);
    }
}
