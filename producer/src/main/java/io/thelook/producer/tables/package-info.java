/**
 * The seven tables of theLook, as rows computed from visits: for export, and for a database. Depends on the store. The
 * export also depends on the configuration.
 */
package io.thelook.producer.tables;
