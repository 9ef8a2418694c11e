package io.thelook.dashboard.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.thelook.service.access.Access;
import io.thelook.service.access.JsonError;
import io.thelook.service.access.OriginCheck;
import io.thelook.service.access.Refusal;
import io.thelook.service.access.Session;
import io.thelook.service.access.SignIn;
import io.thelook.service.access.TokenCheck;
import io.thelook.service.access.TokenGuard;
import io.thelook.service.http.Rerouted;
import io.thelook.service.http.TrustedProxies;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * If users must sign in, requires it for all paths except a few, so a new path is closed until it is opened here. Other
 * requests get 401; a browser that opens a page gets the sign-in form with it.
 *
 * <p>A path {@code /share/<token>/…} is that of a guest, who sees one view: the rest of the path is the page's own, as
 * behind a proxy that adds a path. A guest needs no cookie, and can have several links open in one browser.
 */
@Singleton
class Gate {

    /** Runs after the filter that refuses pages of other sites, and before that of tokens. */
    private static final int PRIORITY = OriginCheck.PRIORITY - 1;

    /** Health, and paths with their own check. */
    private static final Pattern OPEN = Pattern.compile("/q/health(/.*)?|/signin/?|/signin-oidc|/signout-oidc|/ingest/?"
            // The scripts and styles of the sign-in page.
            + "|/static/bundle/signin[A-Za-z0-9._-]*");

    /** The files of a guest's page. */
    private static final Pattern GUESTS = Pattern.compile("/|/live|/(static/bundle|map)/[A-Za-z0-9._-]+");

    private static final String SHARED = "/share/";
    private static final Pattern SHARE = Pattern.compile("/share/(?<token>[A-Za-z0-9_-]{1,4000})(?<rest>/.*)?");
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
    private static final String NO_LINK = "expected a link that the dashboard has made";

    private final SignInState state;
    private final Instance<Access> access;
    private final Instance<Shares> shares;
    private final Instance<SignInPage> page;
    private final Visits visits;
    private final TokenGuard tokens;
    private final TrustedProxies proxies;
    private final InstantSource clock = InstantSource.system();
    private final LongAdder refused = new LongAdder();

    Gate(
            SignInState state,
            Instance<Access> access,
            Instance<Shares> shares,
            Instance<SignInPage> page,
            Visits visits,
            TokenGuard tokens,
            TrustedProxies proxies) {
        this.state = state;
        this.access = access;
        this.shares = shares;
        this.page = page;
        this.visits = visits;
        this.tokens = tokens;
        this.proxies = proxies;
    }

    void register(@Observes Filters filters) {
        if (state.isOn()) {
            filters.register(this::check, PRIORITY);
        }
    }

    private void check(RoutingContext context) {
        Visit guest = Visits.of(context);
        String path = context.normalizedPath();
        if (guest.isGuest()) {
            admitGuest(context, path);
        } else if (path.startsWith(SHARED)) {
            followLink(context, SHARE.matcher(path));
        } else if (OPEN.matcher(path).matches()) {
            context.next();
        } else {
            checkVisitor(context, path);
        }
    }

    private void checkVisitor(RoutingContext context, String path) {
        HttpServerRequest request = context.request();
        Optional<Session> session = access.get().session(request);
        if (session.isPresent()) {
            visits.pass(context, Visit.of(session.get()));
            admit(context, path);
        } else if (tokens.guards(path)) {
            // The token of the path takes the place of a session.
            visits.pass(context, Visit.ANYBODY);
            context.next();
        } else {
            TokenCheck.Outcome outcome =
                    access.get().tokens().header(request.getHeader("Authorization"), proxies.network(request));
            Refusal.of(
                            outcome,
                            () -> "sign in at " + SignIn.PATH + ", or send the header Authorization: Bearer"
                                    + " <ADMIN_TOKEN>")
                    .ifPresentOrElse(refusal -> refuse(context, refusal), () -> {
                        visits.pass(context, Visit.ANYBODY);
                        admit(context, path);
                    });
        }
    }

    private static void admit(RoutingContext context, String path) {
        TokenGuard.admit(context);
        if (!path.startsWith("/static/")) {
            context.response().putHeader("Cache-Control", "no-store");
        }
        context.next();
    }

    private void refuse(RoutingContext context, Refusal refusal) {
        refused.increment();
        // Discards the body, which no handler reads.
        context.request().resume();
        HttpServerResponse response = context.response().putHeader("Cache-Control", "no-store");
        if (refusal.kind() == Refusal.Kind.TOKEN && isOpeningPage(context.request())) {
            refusal.headers().forEach(response::putHeader);
            page.get().show(context, refusal.status(), SignInPage.Reason.NEEDED);
        } else {
            JsonError.send(response, refusal);
        }
    }

    /** Whether a browser opens a page. Its addresses are relative to the folder of the service's root. */
    private static boolean isOpeningPage(HttpServerRequest request) {
        return wantsPage(request) && request.path().lastIndexOf('/') == 0;
    }

    private static boolean wantsPage(HttpServerRequest request) {
        String accept = request.getHeader("Accept");
        return READING.contains(request.method()) && accept != null && accept.contains("text/html");
    }

    private void followLink(RoutingContext context, Matcher path) {
        // Logs and traces hide the token only in paths of this form.
        boolean isPlain = context.request().path().startsWith(SHARED);
        Optional<Share> share = isPlain && path.matches() ? shares.get().read(path.group("token")) : Optional.empty();
        context.response().putHeader("Cache-Control", "no-store");
        if (share.isEmpty()) {
            context.request().resume();
            JsonError.send(context.response(), 404, NO_LINK);
        } else if (!clock.instant().isBefore(share.get().end())) {
            end(context);
        } else if (path.group("rest") == null || isAtOtherView(context, path.group("rest"), share.get())) {
            redirect(context, path.group("rest") == null ? path.group("token") + "/" : "", share.get());
        } else {
            visits.pass(context, Visit.of(share.get()));
            String query = context.request().query();
            Rerouted.to(context, path.group("rest") + (query == null ? "" : "?" + query));
        }
    }

    private void end(RoutingContext context) {
        refused.increment();
        context.request().resume();
        if (wantsPage(context.request())) {
            page.get().show(context, 410, SignInPage.Reason.LINK_ENDED);
        } else {
            JsonError.send(context.response(), 410, "the link has ended: ask for a new one");
        }
    }

    private static boolean isAtOtherView(RoutingContext context, String rest, Share share) {
        String query = context.request().query();
        return READING.contains(context.request().method())
                && rest.equals("/")
                && !share.address().equals(query == null ? "" : query);
    }

    /** Redirects to the address of the page with its query. A proxy may serve the page below a path. */
    private static void redirect(RoutingContext context, String to, Share share) {
        context.request().resume();
        String query = share.address();
        String address = to + (query.isEmpty() ? "" : "?" + query);
        context.response()
                .setStatusCode(303)
                .putHeader("Location", address.isEmpty() ? "." : address)
                .end();
    }

    private static void admitGuest(RoutingContext context, String path) {
        if (!READING.contains(context.request().method())
                || !GUESTS.matcher(path).matches()) {
            context.request().resume();
            JsonError.send(context.response(), 403, "the link shares one view, and nothing else");
            return;
        }
        // The new route has removed the headers of the response.
        admit(context, path);
    }

    @Produces
    @Singleton
    static MeterBinder gateMetric(Gate gate) {
        return registry -> {
            if (gate.state.isOn()) {
                FunctionCounter.builder("thelook.access.refused", gate.refused, LongAdder::sum)
                        .tag("reason", "signin")
                        .description("Requests refused because they were not permitted")
                        .register(registry);
            }
        };
    }
}
