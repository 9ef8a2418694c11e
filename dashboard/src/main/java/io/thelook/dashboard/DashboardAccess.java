package io.thelook.dashboard;

import io.thelook.dashboard.ingest.IngestAuthentication;
import io.thelook.service.access.Access;
import io.thelook.service.access.TokenCheck;
import io.thelook.service.signature.Signature;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides who may change something, see raw messages or send records. Each bean is created with the first one that
 * needs it, not before.
 */
@Singleton
class DashboardAccess {

    @Produces
    @Singleton
    static Access access(DashboardConfig config) {
        return new Access("dashboard", config.port(), config.adminToken(), InstantSource.system(), System::nanoTime);
    }

    @Produces
    @Singleton
    static IngestAuthentication ingestAuthentication(DashboardConfig config, Access access) {
        List<Signature> signatures = Stream.of(
                        config.shopifySecret().map(Signature::shopify),
                        config.woocommerceSecret().map(Signature::wooCommerce),
                        config.stripeSecret().map(secret -> Signature.stripe(secret, InstantSource.system())))
                .flatMap(Optional::stream)
                .toList();
        Optional<TokenCheck> ingestToken =
                config.ingestToken().map(token -> new TokenCheck(Optional.of(token), System::nanoTime));
        return IngestAuthentication.of(signatures, ingestToken, access.tokens());
    }
}
