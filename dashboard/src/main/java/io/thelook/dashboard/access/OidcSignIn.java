package io.thelook.dashboard.access;

import io.quarkus.oidc.OIDCException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.service.access.Access;
import io.thelook.service.access.JsonError;
import io.thelook.service.access.ReturnPath;
import io.thelook.service.access.Role;
import io.thelook.service.access.SignIn;
import io.thelook.service.start.Shown;
import io.thelook.service.thread.Throttle;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Signs users in through an OpenID Connect provider: {@code GET /signin-oidc?to=/path}. Quarkus sends the browser to
 * the provider and reads its answer; the request that arrives here has a user whom the provider has authenticated.
 */
@Singleton
class OidcSignIn {

    static final String PATH = "/signin-oidc";
    static final String SIGN_OUT = "/signout-oidc";

    private static final Logger LOG = Logger.getLogger(OidcSignIn.class);
    private static final String COOKIE = "q_session";
    private static final Duration BETWEEN_LOGS = Duration.ofSeconds(30);

    private final Throttle logging = new Throttle(BETWEEN_LOGS, System::nanoTime);

    private final DashboardConfig config;
    private final SignInState state;
    private final Instance<Access> access;

    OidcSignIn(DashboardConfig config, SignInState state, Instance<Access> access) {
        this.config = config;
        this.state = state;
        this.access = access;
    }

    /** Adds the route, if there is a provider. */
    void route(Router router) {
        if (state.hasProvider()) {
            router.get(PATH).handler(this::begin);
            router.route(PATH).failureHandler(this::explain);
            router.route(SIGN_OUT).failureHandler(this::explain);
        }
    }

    private void explain(RoutingContext context) {
        boolean isOfProvider =
                context.failure() instanceof OIDCException || context.failure() instanceof ConfigurationException;
        if (!isOfProvider || context.response().ended()) {
            context.next();
            return;
        }
        if (logging.tryAcquire()) {
            LOG.warnf(
                    "OIDC_ISSUER: the sign-in provider returned an unexpected response (%s)",
                    reason(context.failure()));
        }
        JsonError.send(context.response(), 502, "the sign-in provider does not answer: try again in a moment");
    }

    /** The root cause: the exceptions above it only wrap it. */
    private static String reason(Throwable failure) {
        Throwable reason = failure;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return Shown.text(String.valueOf(reason.getMessage()));
    }

    /** Whether the browser must also open {@link #SIGN_OUT}, to sign out at the provider. */
    boolean signsOutAtProvider(HttpServerRequest request) {
        return config.oidcSignOut() && cookies(request).findAny().isPresent();
    }

    /** The cookies in which Quarkus stores the provider's response. */
    private static Stream<Cookie> cookies(HttpServerRequest request) {
        return request.cookies().stream().filter(cookie -> cookie.getName().startsWith(COOKIE));
    }

    /** Makes the next visit ask the provider again. */
    private static void forget(HttpServerRequest request) {
        cookies(request).forEach(cookie -> request.response()
                .addCookie(Cookie.cookie(cookie.getName(), "").setPath("/").setMaxAge(0)));
    }

    private void begin(RoutingContext context) {
        context.request().resume();
        context.response().putHeader("Cache-Control", "no-store");
        SecurityIdentity identity = ((QuarkusHttpUser) context.user()).getSecurityIdentity();
        Optional<Role> role = role(identity);
        String name = identity.getPrincipal().getName();
        if (role.isEmpty() || !config.oidcSignOut()) {
            // The dashboard's own session takes their place. To sign out at the provider, Quarkus needs them.
            forget(context.request());
        }
        if (role.isEmpty()) {
            JsonError.send(
                    context.response(),
                    403,
                    "expected a user with the role " + config.oidcViewerRole().orElse("") + " (OIDC_VIEWER_ROLE)");
            return;
        }
        access.get()
                .beginSession(context.request(), Optional.of(name), role.get())
                .setStatusCode(303)
                .putHeader("Location", "." + ReturnPath.of(context.request().getParam(SignIn.TO)))
                .end();
        LOG.infof("%s (%s) has signed in through the provider", Shown.text(name), role.get());
    }

    private Optional<Role> role(SecurityIdentity identity) {
        if (identity.hasRole(config.oidcAdminRole())) {
            return Optional.of(Role.ADMIN);
        }
        boolean mayView = config.oidcViewerRole().map(identity::hasRole).orElse(true);
        return mayView ? Optional.of(Role.VIEWER) : Optional.empty();
    }
}
