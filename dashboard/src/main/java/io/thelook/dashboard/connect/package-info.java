/**
 * The content of {@code /connect}: the sources and their state, incoming messages, rejections, and trials of a mapping
 * on a sample. Depends on the engine, the mapping, the ingest and the model, and on no framework but Jackson.
 */
package io.thelook.dashboard.connect;
