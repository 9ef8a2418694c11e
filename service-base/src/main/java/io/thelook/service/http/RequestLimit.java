package io.thelook.service.http;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Limits how often clients open WebSockets and how often they make other requests: 429 to a network that exceeds its
 * own limit, 503 if all together exceed theirs, both with {@code Retry-After}. Refuses before anything else looks at
 * the request. Also counts a WebSocket that a trusted proxy forwards as a connection of its client.
 */
@Singleton
public class RequestLimit {

    /** The value of {@code Retry-After} in a refusal, in seconds. */
    public static final String RETRY_AFTER_SECONDS = "1";

    /** Runs after the filter that guards the connection, and before all others. */
    private static final int PRIORITY = Integer.MAX_VALUE - 1;

    private static final String UPGRADE = "Sec-WebSocket-Key";
    private static final String HEALTH = "/q/health";

    /** More than can arrive. */
    private static final int ANY = 1_000_000;

    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAVAILABLE = 503;
    private static final int SECONDS_AT_ONCE_OF_ONE = 10;
    private static final int SECONDS_AT_ONCE_OF_ALL = 2;

    private final Rule rule;
    private final ConnectionLimit connections;
    private final RateLimit handshakes;
    private final RateLimit requests;
    private final RateLimit probes;
    private final Refused refusedHandshakes = new Refused(new LongAdder(), new LongAdder());
    private final Refused refusedRequests = new Refused(new LongAdder(), new LongAdder());

    /**
     * The limits.
     *
     * @param proxies whose forwarding headers are trusted
     * @param exempt a path whose requests are limited elsewhere; may be empty
     * @param nanoTime as {@link System#nanoTime}
     */
    public record Rule(LimitSettings settings, TrustedProxies proxies, String exempt, LongSupplier nanoTime) {}

    /** Refused requests, by the limit that they exceeded. */
    private record Refused(LongAdder ofOne, LongAdder ofAll) {

        void bindTo(MeterRegistry registry, String what) {
            bind(registry, what, "address", ofOne);
            bind(registry, what, "all", ofAll);
        }

        private static void bind(MeterRegistry registry, String what, String of, LongAdder count) {
            FunctionCounter.builder("thelook.http.refused", count, LongAdder::sum)
                    .tag("what", what)
                    .tag("limit", of)
                    .description("Handshakes and requests refused because there were too many a second")
                    .register(registry);
        }
    }

    RequestLimit(Rule rule, ConnectionLimit connections) {
        this.rule = rule;
        this.connections = connections;
        LimitSettings settings = rule.settings();
        this.handshakes = limit(settings.maxHandshakesPerAddress(), settings.maxHandshakes());
        this.requests = limit(settings.maxRequestsPerAddress(), settings.maxRequests());
        this.probes = limit(settings.maxRequestsPerAddress(), ANY);
    }

    private RateLimit limit(int ofOne, int ofAll) {
        return new RateLimit(
                new RateLimit.Allowance(ofOne, ofOne * SECONDS_AT_ONCE_OF_ONE),
                new RateLimit.Allowance(ofAll, ofAll * SECONDS_AT_ONCE_OF_ALL),
                rule.nanoTime());
    }

    void register(@Observes Filters filters) {
        filters.register(this::check, PRIORITY);
    }

    void check(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean isHandshake = request.headers().contains(UPGRADE);
        String path = context.normalizedPath();
        if (Rerouted.is(context) || !isHandshake && rule.exempt().equals(path)) {
            context.next();
            return;
        }
        String network = rule.proxies().network(request);
        Refused refused = isHandshake ? refusedHandshakes : refusedRequests;
        String what = isHandshake ? "handshakes" : "requests";
        switch (limitOf(isHandshake, path).admit(network)) {
            case NETWORK_LIMITED -> {
                refused.ofOne.increment();
                refuse(context, TOO_MANY_REQUESTS, "too many " + what + " a second from your network");
            }
            case ALL_LIMITED -> {
                refused.ofAll.increment();
                refuse(context, UNAVAILABLE, "too many " + what + " a second");
            }
            case ADMITTED -> {
                if (isHandshake && !connections.admitForwarded(request.connection(), network)) {
                    refuse(context, TOO_MANY_REQUESTS, "too many connections from your network");
                } else {
                    if (isHandshake) {
                        context.addEndHandler(end -> releaseUnlessUpgraded(context));
                    }
                    context.next();
                }
            }
        }
    }

    private void releaseUnlessUpgraded(RoutingContext context) {
        if (context.response().getStatusCode() != SWITCHING_PROTOCOLS) {
            connections.releaseForwarded(context.request().connection());
        }
    }

    /** Probes have their own limit: other clients with too many requests must not make the service look unhealthy. */
    private RateLimit limitOf(boolean isHandshake, String path) {
        if (isHandshake) {
            return handshakes;
        }
        return path.equals(HEALTH) || path.startsWith(HEALTH + "/") ? probes : requests;
    }

    private static void refuse(RoutingContext context, int status, String reason) {
        // Discards the body, which no handler reads.
        context.request().resume();
        HttpServerResponse response = context.response();
        response.setStatusCode(status)
                .putHeader("Retry-After", RETRY_AFTER_SECONDS)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject()
                        .put("error", reason + ": try again in " + RETRY_AFTER_SECONDS + " s")
                        .encode());
    }

    /** Whether the next handshake of the client that sends a request would be refused. */
    public boolean isBusy(HttpServerRequest request) {
        String network = rule.proxies().network(request);
        return handshakes.outlook(network) != RateLimit.Outcome.ADMITTED
                || connections.isFull(request.connection(), network);
    }

    @Produces
    @Singleton
    static MeterBinder requestLimitMetrics(RequestLimit limit) {
        return registry -> {
            limit.refusedHandshakes.bindTo(registry, "handshakes");
            limit.refusedRequests.bindTo(registry, "requests");
        };
    }
}
