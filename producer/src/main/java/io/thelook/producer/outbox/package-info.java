/**
 * What the deliveries to other systems have in common: a bounded queue of what waits, the outcome of each attempt, and
 * both as metrics and as a readiness check. Depends on nothing else in the producer.
 */
package io.thelook.producer.outbox;
