/**
 * The dashboard: receives a feed, keeps its window, computes each view once for all its viewers, sends views to pages
 * and relays the feed. Data flow through the packages in this order: source, window, view, engine, endpoint, page.
 * Imports point the other way.
 */
package io.thelook.dashboard;
