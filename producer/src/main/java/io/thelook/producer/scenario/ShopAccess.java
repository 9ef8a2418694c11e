package io.thelook.producer.scenario;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.producer.ProducerConfig;
import io.thelook.service.access.Access;
import io.thelook.service.access.AccessMetrics;
import io.thelook.service.access.OriginCheck;
import io.thelook.service.access.Origins;
import io.thelook.service.access.Sessions;
import io.thelook.service.access.SignIn;
import io.thelook.service.access.TokenGuard;
import io.thelook.service.http.AllowedHosts;
import io.thelook.service.http.ConnectionLimit;
import io.thelook.service.http.RequestLimit;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.start.ServerAddress;
import io.thelook.service.tls.CertificateFiles;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Sets up the access to the controls of the shop. */
@Singleton
class ShopAccess {

    /** The paths that require the token of the feed. */
    private static final List<String> FEED = List.of("/ws", "/backfill", "/backfill.ndjson");

    private static final int MOST_SESSIONS = 1_000;
    private static final Duration SESSION = Duration.ofDays(30);

    @Produces
    @Singleton
    static TrustedProxies proxies(ProducerConfig config) {
        return config.trustedProxies().orElse(TrustedProxies.NONE);
    }

    /** Pages of all sites may open the feed, as with the reference. */
    @Produces
    @Singleton
    static OriginCheck.Rule originRule(ProducerConfig config, TrustedProxies proxies) {
        return new OriginCheck.Rule(config.allowedOrigins().orElse(Origins.OWN), AllowedHosts.ANY, proxies, true);
    }

    @Produces
    @Singleton
    static TokenGuard.Rule tokenRule(ProducerConfig config, TrustedProxies proxies) {
        return new TokenGuard.Rule(
                proxies,
                System::nanoTime,
                List.of(
                        new TokenGuard.Guarded("FEED_TOKEN", config.feedToken(), FEED),
                        new TokenGuard.Guarded("METRICS_TOKEN", config.metricsToken(), List.of("/q/metrics"))));
    }

    @Produces
    @Singleton
    static ConnectionLimit.Rule connectionRule(ProducerConfig config, TrustedProxies proxies) {
        return new ConnectionLimit.Rule(
                config.maxConnectionsPerAddress(),
                config.connections(),
                Duration.ofSeconds(config.maxQuietSeconds()),
                proxies);
    }

    @Produces
    @Singleton
    static CertificateFiles certificateFiles(ProducerConfig config) {
        return new CertificateFiles(config.tlsCertificate(), config.tlsKey());
    }

    @Produces
    @Singleton
    static RequestLimit.Rule requestRule(ProducerConfig config, TrustedProxies proxies) {
        return new RequestLimit.Rule(config, proxies, "", System::nanoTime);
    }

    @Produces
    @Singleton
    static Access access(ProducerConfig config, TrustedProxies proxies) {
        Sessions sessions = new Sessions(MOST_SESSIONS, SESSION, InstantSource.system());
        return new Access("producer", config.port(), config.adminToken(), proxies, sessions, System::nanoTime);
    }

    @Produces
    @Singleton
    static MeterBinder accessMetrics(Access access) {
        return new AccessMetrics(access);
    }

    void route(@Observes Router router, Access access) {
        new SignIn(() -> access).route(router);
    }

    /**
     * Logs the sign-in link once the server listens: a failed start prints no link, and the start does not wait for a
     * random token.
     */
    void announce(@ObservesAsync ServerAddress address, Access access) {
        access.announce(address, "/");
    }
}
