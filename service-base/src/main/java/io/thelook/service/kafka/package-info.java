/** Shared by the services' clients of Kafka. Knows no class of Kafka. */
package io.thelook.service.kafka;
