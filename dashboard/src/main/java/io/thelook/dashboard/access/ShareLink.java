package io.thelook.dashboard.access;

/**
 * The response to {@code POST /shares}.
 *
 * @param path relative to the dashboard's root
 * @param end when the link stops working, in milliseconds since the epoch
 */
record ShareLink(String path, long end) {}
