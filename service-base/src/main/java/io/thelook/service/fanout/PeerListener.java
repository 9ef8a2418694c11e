package io.thelook.service.fanout;

/** Receives what an endpoint tells about one connection. Its methods are called on the connection's event loop. */
public interface PeerListener {

    /** The peer's place in the audience. */
    Subscriber subscriber();

    /** The peer has sent a text message. */
    default void heard(String message) {}

    /** The connection has ended, and the peer has left the audience. */
    default void left() {}
}
