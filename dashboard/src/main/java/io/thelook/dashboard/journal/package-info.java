/**
 * The journal of acknowledged orders: confirmed entries are on the disk, and are replayed after any stop. The journal
 * does not interpret the bytes of an entry. Depends on service-base's threads and on Micrometer; knows no record, no
 * JSON and no HTTP.
 */
package io.thelook.dashboard.journal;
