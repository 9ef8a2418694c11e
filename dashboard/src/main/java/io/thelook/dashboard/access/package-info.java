/**
 * Access to the shop: for users who sign in with a password or through an OpenID Connect provider, and for guests with
 * a link that shares one view. Without {@code DASHBOARD_USERS} and {@code OIDC_ISSUER}, access is open to everyone.
 */
package io.thelook.dashboard.access;
