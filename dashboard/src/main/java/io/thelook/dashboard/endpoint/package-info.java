/**
 * The endpoints: {@code /live} sends views to the page, {@code /ws} relays the feed under the producer's contracts,
 * {@code /window.csv} exports records, {@code /ingest} takes them, {@code /connect/} shows incoming messages. Also the
 * health checks. Depends on the page, on the engine, on the packages before it, on the alerts, and on the fan-out, the
 * feed server and the downloads of the service base.
 */
package io.thelook.dashboard.endpoint;
