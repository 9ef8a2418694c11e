/**
 * Where the records come from: the port {@link io.thelook.dashboard.source.RecordSource} and its WebSocket client, which
 * keeps a connection up, says how it is doing, and holds the peer to limits. Messages are passed on unread.
 */
package io.thelook.dashboard.source;
