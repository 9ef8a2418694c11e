/**
 * Alerts of the server: rules on figures, and their messages to webhooks. Created only if ALERTS is set. Depends on the
 * engine, the views, the window, the back-off of the source, Jackson, Micrometer and the HTTP client of the JDK.
 */
package io.thelook.dashboard.alert;
