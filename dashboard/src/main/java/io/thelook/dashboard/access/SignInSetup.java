package io.thelook.dashboard.access;

import io.micrometer.core.instrument.MeterRegistry;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.service.access.Access;
import io.thelook.service.access.SignIn;
import io.thelook.service.start.ServerAddress;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Sets up the ways to sign in. Creates each bean with the first request that needs it, and only if users must sign in.
 */
@Singleton
class SignInSetup {

    private static final Logger LOG = Logger.getLogger(SignInSetup.class);

    /** The longest time until a user who was removed from the file loses the session. */
    private static final Duration BETWEEN_REFRESHES = Duration.ofSeconds(5);

    @Produces
    @Singleton
    static Shares shares(DashboardConfig config) {
        return new Shares(config.shareSecret());
    }

    @Produces
    @Singleton
    static Accounts accounts(DashboardConfig config, Access access) {
        return new Accounts(config.dashboardUsers().orElseThrow(), access.sessions());
    }

    @Produces
    @Singleton
    static Passwords passwords(Accounts accounts, Vertx vertx, MeterRegistry meters) {
        Passwords passwords = new Passwords(accounts, vertx, System::nanoTime);
        passwords.bindTo(meters);
        return passwords;
    }

    /** The routes of this package come before that of tokens, which has one of the paths, too. */
    void route(@Observes Router router, Instance<Access> access, SignInForm form, OidcSignIn provider) {
        form.route(router);
        provider.route(router);
        new SignIn(access::get).route(router);
    }

    /** Logs who is admitted, once the server listens. */
    void announce(
            @ObservesAsync ServerAddress address,
            SignInState state,
            Visits visits,
            Instance<Accounts> accounts,
            Vertx vertx,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        int port = address.port();
        if (state.isOn()) {
            visits.watch(vertx);
            if (state.hasUsers()) {
                Accounts users = accounts.get();
                vertx.setPeriodic(
                        BETWEEN_REFRESHES.toMillis(),
                        tick -> vertx.executeBlocking(() -> {
                            users.refresh();
                            return null;
                        }));
            }
            LOG.infof("sign-in is on: users must sign in at port %d", port);
            if (state.admitsAllOfProvider()) {
                LOG.warn("OIDC_VIEWER_ROLE is not set: anyone with an account at OIDC_ISSUER can see the shop. With a"
                        + " public provider, that is everyone");
            }
        } else if (isLoopback(host)) {
            LOG.infof("sign-in is off: anyone on this machine can see the shop at port %d", port);
        } else {
            LOG.warnf(
                    "sign-in is off: anyone who can reach port %d can see the shop. DASHBOARD_USERS or OIDC_ISSUER"
                            + " turns it on, QUARKUS_HTTP_HOST=127.0.0.1 keeps other machines out",
                    port);
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
