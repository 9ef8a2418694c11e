/**
 * Sends each message to many sockets, some of which are slow, stuck or gone.
 *
 * <p>{@link io.thelook.service.fanout.Audience}, {@link io.thelook.service.fanout.Peer} and their parts are plain Java.
 * The endpoint, the upgrade check, {@link io.thelook.service.fanout.WebSocketPeer} and the metrics connect them to
 * WebSockets Next and Micrometer. Nothing here interprets a message.
 */
package io.thelook.service.fanout;
