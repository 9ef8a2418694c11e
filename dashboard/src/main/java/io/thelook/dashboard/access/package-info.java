/**
 * Who may see the shop: people who sign in with a password or through an OpenID Connect provider, and guests with a
 * link that shares one view. Without {@code DASHBOARD_USERS} and {@code OIDC_ISSUER}, everybody may.
 */
package io.thelook.dashboard.access;
