/**
 * Scenarios, which change the demand while the shop is open, and the admin API that starts and stops them. Within the
 * producer, depends only on the configuration and the store; outside it, on the {@code access} and {@code http} of
 * service-base. The {@code Market} reads the newest scenario.
 */
package io.thelook.producer.scenario;
