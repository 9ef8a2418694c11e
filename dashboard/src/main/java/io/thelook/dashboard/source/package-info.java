/**
 * Where the records come from: the port {@link io.thelook.dashboard.source.RecordSource} and its WebSocket client, which
 * keeps a connection up and says how it is doing. Frames are passed on unread.
 */
package io.thelook.dashboard.source;
