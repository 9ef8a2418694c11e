package io.thelook.service.fanout;

/** Receives what an endpoint tells about one connection. Its methods are called on the connection's event loop. */
public interface PeerListener {

    /** The peer's place in the audience. */
    Subscriber subscriber();

    /** The peer has sent a text message. */
    default void heard(String message) {}

    /** The connection has ended, or its closing handshake has begun: the peer is sent nothing more. Called once. */
    default void left() {}
}
