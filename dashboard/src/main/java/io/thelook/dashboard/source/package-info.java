/**
 * The source of the records: the port {@link io.thelook.dashboard.source.RecordSource} and its WebSocket client. The
 * client keeps a connection up, reports its status, and enforces limits on the peer. It passes messages on unparsed.
 */
package io.thelook.dashboard.source;
