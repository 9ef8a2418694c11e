/**
 * Keeps deliveries in a topic of Kafka, from which every dashboard reads them. Its classes are loaded only if a {@link
 * io.thelook.dashboard.ingest.kafka.TopicStore} is created. May depend on {@code source.kafka} and {@code ingest}.
 */
package io.thelook.dashboard.ingest.kafka;
