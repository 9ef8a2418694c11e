/**
 * The dashboard: takes a feed in, keeps its window, computes what is shown once for everybody, and relays both. Data go,
 * and imports run against them, in this order: source, window, view, engine, endpoint, page.
 */
package io.thelook.dashboard;
