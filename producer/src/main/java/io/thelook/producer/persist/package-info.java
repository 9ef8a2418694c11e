/**
 * Writes the shop's tables to PostgreSQL, if configured. Depends on the store, the tables, the outbox
 * and the configuration.
 */
package io.thelook.producer.persist;
