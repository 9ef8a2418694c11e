/**
 * The dashboard: takes a feed in, keeps its window, computes what is shown once for everybody, and relays both. Data go,
 * and what depends on what follows: source, window, view, relay, page.
 */
package io.thelook.dashboard;
