/**
 * The seven tables of theLook, as rows that follow from what the shop did: for export, and for a database. Depends on the
 * store; its resource also on the configuration.
 */
package io.thelook.producer.tables;
