package io.thelook.dashboard.access;

import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TenantConfigResolver;
import io.quarkus.oidc.runtime.OidcTenantConfig.ApplicationType;
import io.quarkus.oidc.runtime.OidcTenantConfig.Roles.Source;
import io.quarkus.oidc.runtime.OidcTenantConfig.TokenStateManager.Strategy;
import io.smallrye.mutiny.Uni;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.service.access.Access;
import io.thelook.service.access.RandomText;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;

/**
 * Gives Quarkus the configuration of the provider, at the first request that needs it. The provider authenticates a
 * user only at the sign-in. After that, the dashboard's own session applies.
 */
@Singleton
class OidcTenant implements TenantConfigResolver {

    private static final int LENGTH_OF_SECRETS = 32;

    private final DashboardConfig config;
    private final String cookieSecret = secret();
    private final String stateSecret = secret();

    OidcTenant(DashboardConfig config) {
        this.config = config;
    }

    private static String secret() {
        return RandomText.next().substring(0, LENGTH_OF_SECRETS);
    }

    @Override
    public Uni<OidcTenantConfig> resolve(RoutingContext context, OidcRequestContext<OidcTenantConfig> request) {
        // The address to which the provider sends the browser back depends on how the browser came.
        boolean isSecure = Access.isSecure(context.request());
        return Uni.createFrom()
                .item(config.oidcIssuer()
                        .map(issuer -> tenant(issuer, isSecure))
                        .orElse(null));
    }

    private OidcTenantConfig tenant(String issuer, boolean isSecure) {
        var tenant = OidcTenantConfig.authServerUrl(issuer)
                .tenantId(isSecure ? "https" : "http")
                .applicationType(ApplicationType.WEB_APP)
                .clientId(config.oidcClientId().orElseThrow());
        config.oidcClientSecret().ifPresent(secret -> tenant.credentials(secret.value()));
        if (config.oidcSignOut()) {
            tenant.logout().path(OidcSignIn.SIGN_OUT).postLogoutPath("/").end();
        }
        return tenant.authentication()
                .redirectPath(OidcSignIn.PATH)
                .restorePathAfterRedirect(true)
                .scopes(scopes())
                .addOpenidScope(false)
                .pkceRequired()
                .stateSecret(stateSecret)
                .forceRedirectHttpsScheme(isSecure)
                .cookieForceSecure(isSecure)
                .end()
                .tokenStateManager()
                .strategy(Strategy.ID_TOKEN)
                .encryptionSecret(cookieSecret)
                .end()
                .roles()
                .source(Source.idtoken)
                .roleClaimPath(config.oidcRolesClaim())
                .end()
                .build();
    }

    private List<String> scopes() {
        return Arrays.stream(config.oidcScopes().strip().split("\\s+")).toList();
    }
}
