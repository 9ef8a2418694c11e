/**
 * The source that reads a Kafka topic, with the plain client of Kafka. Nothing outside this package knows Kafka's
 * classes, so they are loaded only if a {@link io.thelook.dashboard.source.kafka.KafkaRecordSource} is created. May
 * depend on {@code source} and {@code service-base}.
 */
package io.thelook.dashboard.source.kafka;
