/**
 * What {@code /connect} tells: the sources and their state, what arrives, what is rejected, and what a mapping would
 * make of a sample. Depends on the engine, the mapping, the ingest and the model, and on no framework but Jackson.
 */
package io.thelook.dashboard.connect;
