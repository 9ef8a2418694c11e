/**
 * Sending one message to many sockets, of which some are slow, stuck or just gone.
 *
 * <p>{@link io.thelook.service.fanout.Audience}, {@link io.thelook.service.fanout.Peer} and what they are made of are plain Java; the
 * endpoint, the upgrade check, {@link io.thelook.service.fanout.WebSocketPeer} and the metrics tie them to WebSockets Next and
 * Micrometer. Nothing here knows what a message means.
 */
package io.thelook.service.fanout;
