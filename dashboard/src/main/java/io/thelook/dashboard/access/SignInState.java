package io.thelook.dashboard.access;

import io.thelook.dashboard.DashboardConfig;
import io.thelook.service.start.BadSetting;
import jakarta.inject.Singleton;

/**
 * Whether users must sign in, and in which ways. Immutable.
 */
@Singleton
public final class SignInState {

    private final boolean hasUsers;
    private final boolean hasProvider;
    private final boolean needsRole;

    SignInState(DashboardConfig config) {
        if (config.oidcIssuer().isPresent() && config.oidcClientId().isEmpty()) {
            throw new BadSetting(
                    "OIDC_CLIENT_ID", "(not set): expected the dashboard's name at the provider of OIDC_ISSUER");
        }
        this.hasUsers = config.dashboardUsers().isPresent();
        this.hasProvider = config.oidcIssuer().isPresent();
        this.needsRole = config.oidcViewerRole().isPresent();
    }

    /** Whether users must sign in. */
    public boolean isOn() {
        return hasUsers || hasProvider;
    }

    /** Whether they can sign in with a password. */
    public boolean hasUsers() {
        return hasUsers;
    }

    /** Whether they can sign in through an OpenID Connect provider. */
    public boolean hasProvider() {
        return hasProvider;
    }

    /** Whether any account of the provider is admitted. */
    boolean admitsAllOfProvider() {
        return hasProvider && !needsRole;
    }
}
