/**
 * Publishes the shop's orders to Kafka or to a webhook receiver, if configured. Depends on the store, the outbox, the
 * formats and the configuration. Only {@code KafkaChannel} and {@code KafkaSettings} use Kafka's classes, and nothing
 * loads them unless Kafka is configured.
 */
package io.thelook.producer.publish;
