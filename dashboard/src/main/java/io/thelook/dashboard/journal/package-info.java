/**
 * The journal of acknowledged orders: what it has confirmed is on the disk, and comes back after any stop. Entries are
 * bytes that it does not read. Depends on service-base's threads and on Micrometer; knows no record, no JSON and no
 * HTTP.
 */
package io.thelook.dashboard.journal;
