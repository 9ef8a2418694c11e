/** Writes the shop's tables to PostgreSQL, if asked to. Depends on the tables and the configuration. */
package io.thelook.producer.persist;
