package io.thelook.service.fanout;

/** Receives the events of one connection. The endpoint calls the methods on the connection's event loop. */
public interface PeerListener {

    /** The peer as a subscriber in the audience. */
    Subscriber subscriber();

    /** Handles a text message from the peer. */
    default void heard(String message) {}

    /**
     * Handles the end of the connection, or the start of its closing handshake: nothing more is sent to the peer.
     * Called once.
     */
    default void left() {}
}
