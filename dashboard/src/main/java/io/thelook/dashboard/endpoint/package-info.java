/**
 * The addresses that others connect to: {@code /live} sends views to the page, {@code /ws} relays the feed under the
 * producer's contract, {@code /window.csv} exports records; and the health checks. Depends on the engine and on the fan-out.
 */
package io.thelook.dashboard.endpoint;
