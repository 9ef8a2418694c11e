package io.thelook.dashboard;

import io.micrometer.core.instrument.MeterRegistry;
import io.thelook.dashboard.ingest.IngestAuthentication;
import io.thelook.service.access.Access;
import io.thelook.service.access.AccessMetrics;
import io.thelook.service.access.OriginCheck;
import io.thelook.service.access.Origins;
import io.thelook.service.access.Sessions;
import io.thelook.service.access.TokenCheck;
import io.thelook.service.access.TokenGuard;
import io.thelook.service.http.AllowedHosts;
import io.thelook.service.http.ConnectionLimit;
import io.thelook.service.http.RequestLimit;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.signature.Signature;
import io.thelook.service.start.SecretText;
import io.thelook.service.start.ServerAddress;
import io.thelook.service.tls.CertificateFiles;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides who may change something, see raw messages or send records. Each bean is created only when another one needs
 * it.
 */
@Singleton
class DashboardAccess {

    /** Minimum number of concurrent sessions, even if the limit on viewers is lower. */
    private static final int LEAST_SESSIONS = 1_000;

    private static final int SECONDS_OF_AN_HOUR = 3_600;

    /** A shop may send many deliveries, which authenticate themselves. */
    private static final String INGEST = "/ingest";

    /** The page that needs the token. */
    private static final String CONNECT = "/connect";

    @Produces
    @Singleton
    static TrustedProxies proxies(DashboardConfig config) {
        return config.trustedProxies().orElse(TrustedProxies.NONE);
    }

    @Produces
    @Singleton
    static OriginCheck.Rule originRule(DashboardConfig config, TrustedProxies proxies) {
        return new OriginCheck.Rule(
                config.allowedOrigins().orElse(Origins.OWN),
                config.allowedHosts().orElse(AllowedHosts.ANY),
                proxies,
                false);
    }

    @Produces
    @Singleton
    static TokenGuard.Rule tokenRule(DashboardConfig config, TrustedProxies proxies) {
        return new TokenGuard.Rule(
                proxies,
                System::nanoTime,
                List.of(
                        new TokenGuard.Guarded("FEED_TOKEN", config.feedToken(), List.of("/ws")),
                        new TokenGuard.Guarded("METRICS_TOKEN", config.metricsToken(), List.of("/q/metrics"))));
    }

    @Produces
    @Singleton
    static ConnectionLimit.Rule connectionRule(DashboardConfig config, TrustedProxies proxies) {
        return new ConnectionLimit.Rule(
                config.maxConnectionsPerAddress(),
                config.connections(),
                Duration.ofSeconds(config.maxQuietSeconds()),
                proxies);
    }

    @Produces
    @Singleton
    static CertificateFiles certificateFiles(DashboardConfig config) {
        return new CertificateFiles(config.tlsCertificate(), config.tlsKey());
    }

    @Produces
    @Singleton
    static RequestLimit.Rule requestRule(DashboardConfig config, TrustedProxies proxies) {
        return new RequestLimit.Rule(config, proxies, INGEST, System::nanoTime);
    }

    @Produces
    @Singleton
    static Access access(DashboardConfig config, TrustedProxies proxies, MeterRegistry meters) {
        BigDecimal seconds = config.sessionHours().multiply(BigDecimal.valueOf(SECONDS_OF_AN_HOUR));
        Sessions sessions = new Sessions(
                Math.max(LEAST_SESSIONS, config.maxViewers()),
                Duration.ofSeconds(seconds.longValue()),
                InstantSource.system());
        Access access =
                new Access("dashboard", config.port(), config.adminToken(), proxies, sessions, System::nanoTime);
        new AccessMetrics(access).bindTo(meters);
        return access;
    }

    @Produces
    @Singleton
    static IngestAuthentication ingestAuthentication(DashboardConfig config, Access access) {
        List<Signature> signatures = Stream.of(
                        config.shopifySecret().map(SecretText::value).map(Signature::shopify),
                        config.woocommerceSecret().map(SecretText::value).map(Signature::wooCommerce),
                        config.stripeSecret().map(secret -> Signature.stripe(secret.value(), InstantSource.system())))
                .flatMap(Optional::stream)
                .toList();
        Optional<TokenCheck> ingestToken =
                config.ingestToken().map(token -> new TokenCheck(Optional.of(token), System::nanoTime));
        return IngestAuthentication.of(signatures, ingestToken, access.tokens());
    }

    /**
     * With deliveries, the token will be needed; otherwise the first visit of {@code /connect} announces it. Not
     * before the server listens: a start that fails prints no link, and a start does not wait for a random token.
     */
    void announce(@ObservesAsync ServerAddress address, DashboardConfig config, Instance<Access> access) {
        if (config.ingest()) {
            access.get().announce(address, CONNECT);
        }
    }
}
