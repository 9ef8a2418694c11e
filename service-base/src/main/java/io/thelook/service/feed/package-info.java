/**
 * Serves a feed: the window of encoded records, the snapshot contract and {@code thelook.v1}. The producer serves its
 * own feed with it, and the dashboard the one that it relays. Depends on the model, {@code fanout} and {@code thread}.
 */
package io.thelook.service.feed;
