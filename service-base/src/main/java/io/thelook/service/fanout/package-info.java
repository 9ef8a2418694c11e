/**
 * Sending one message to many sockets, of which some are slow, stuck or just gone.
 *
 * <p>{@link io.thelook.service.fanout.Audience} and {@link io.thelook.service.fanout.Peer} are plain Java; the other classes tie them to
 * WebSockets Next and Micrometer. Nothing here knows what a message means.
 */
package io.thelook.service.fanout;
