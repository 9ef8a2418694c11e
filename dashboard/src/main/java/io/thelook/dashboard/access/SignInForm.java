package io.thelook.dashboard.access;

import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.access.Users.User;
import io.thelook.service.access.Access;
import io.thelook.service.access.JsonError;
import io.thelook.service.access.SignIn;
import io.thelook.service.http.StrictJson;
import io.thelook.service.http.TrustedProxies;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Signs users in with a name and a password, and out. {@code GET /signin} shows the form; {@code POST /signin} with
 * {@code {"user": …, "password": …}} begins a session; {@code POST /signout} ends it, and with it its sockets.
 */
@Singleton
class SignInForm {

    private static final Logger LOG = Logger.getLogger(SignInForm.class);

    private static final int MOST_BYTES = 4_096;

    private final SignInState state;
    private final Instance<Access> access;
    private final Instance<Accounts> accounts;
    private final Instance<Passwords> passwords;
    private final Instance<SignInPage> page;
    private final OidcSignIn provider;
    private final Visits visits;
    private final TrustedProxies proxies;
    private final JsonBody bodies;

    SignInForm(
            DashboardConfig config,
            SignInState state,
            Instance<Access> access,
            Instance<Accounts> accounts,
            Instance<Passwords> passwords,
            Instance<SignInPage> page,
            OidcSignIn provider,
            Visits visits,
            TrustedProxies proxies) {
        this.state = state;
        this.access = access;
        this.accounts = accounts;
        this.passwords = passwords;
        this.page = page;
        this.provider = provider;
        this.visits = visits;
        this.proxies = proxies;
        this.bodies = new JsonBody(MOST_BYTES, Duration.ofSeconds(config.maxBodySeconds()));
    }

    /** Adds the routes, if users must sign in. Add them before that of {@link SignIn}, which has the same path. */
    void route(Router router) {
        if (state.isOn()) {
            router.get(SignIn.PATH).handler(this::showForm);
            router.post("/signout").handler(this::signOut);
        }
        if (state.hasUsers()) {
            router.post(SignIn.PATH).handler(this::readPassword);
        }
    }

    private void showForm(RoutingContext context) {
        if (context.request().getParam(SignIn.TOKEN) != null) {
            context.next();
            return;
        }
        context.request().resume();
        context.response().putHeader("Cache-Control", "no-store");
        page.get().show(context, 200, SignInPage.Reason.ASKED);
    }

    private void signOut(RoutingContext context) {
        HttpServerRequest request = context.request();
        request.resume();
        access.get().endSession(request);
        visits.closeEnded();
        boolean goesOn = provider.signsOutAtProvider(request);
        context.response()
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Type", "application/json")
                .end(goesOn ? "{\"next\":\"signout-oidc\"}" : "{\"next\":\".\"}");
    }

    private void readPassword(RoutingContext context) {
        if (context.request().getHeader("Authorization") != null) {
            // Has a token: SignIn checks it.
            context.next();
            return;
        }
        context.response().putHeader("Cache-Control", "no-store");
        bodies.read(context, body -> check(context, body));
    }

    private void check(RoutingContext context, byte[] body) {
        Optional<Credentials> given = read(body);
        if (given.isEmpty()) {
            JsonError.send(context.response(), 400, Credentials.EXPECTED);
            return;
        }
        String network = proxies.network(context.request());
        passwords
                .get()
                .check(given.get().user(), given.get().password(), network)
                .onSuccess(outcome -> answer(context, outcome, network))
                .onFailure(context::fail);
    }

    private static Optional<Credentials> read(byte[] body) {
        try {
            return Optional.ofNullable(StrictJson.mapper().readValue(body, Credentials.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void answer(RoutingContext context, Passwords.Outcome outcome, String network) {
        if (context.response().closed()) {
            return;
        }
        if (outcome.retryAfterSeconds() > 0) {
            refuseForNow(context.response(), outcome.retryAfterSeconds());
        } else if (outcome.user().filter(user -> begin(context.request(), user)).isEmpty()) {
            JsonError.send(context.response(), 401, "the name or the password is wrong");
        } else {
            context.response().setStatusCode(204).end();
            User user = outcome.user().get();
            LOG.infof("%s (%s) has signed in from %s", user.name(), user.role(), network);
        }
    }

    /** Begins the session; ends it again, and returns false, if the user was removed while the password was checked. */
    private boolean begin(HttpServerRequest request, User user) {
        access.get().beginSession(request, Optional.of(user.name()), user.role());
        boolean isConfirmed = accounts.get().confirm(user);
        if (!isConfirmed) {
            access.get().endSession(request);
        }
        return isConfirmed;
    }

    private static void refuseForNow(HttpServerResponse response, int seconds) {
        response.putHeader("Retry-After", Integer.toString(seconds));
        JsonError.send(response, 429, "too many attempts to sign in: try again in " + seconds + " s");
    }
}
