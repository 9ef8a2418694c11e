/**
 * Shared by the services' clients of Kafka. Services that use it need Kafka's client; others do not load these classes.
 */
package io.thelook.service.kafka;
