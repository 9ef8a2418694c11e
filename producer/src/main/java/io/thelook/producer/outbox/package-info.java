/**
 * Shared by the deliveries to other systems: a bounded queue, the outcomes of the attempts, and their metrics and
 * readiness check. Depends on nothing else in the producer.
 */
package io.thelook.producer.outbox;
