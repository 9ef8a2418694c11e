/**
 * Scenarios: what can be done to the shop while it is open, and the admin API that does it. Depends on nothing of the
 * producer but its configuration; the {@code Market} asks what is on.
 */
package io.thelook.producer.scenario;
