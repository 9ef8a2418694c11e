package io.thelook.service.fanout;

/** What an endpoint knows of one connection. Its methods are called on the connection's event loop. */
public interface Session {

    /** The peer's place in the audience. */
    Audience.Member member();

    /** The peer has said something. */
    default void said(String message) {}

    /** The connection has ended, and the peer has left the audience. */
    default void left() {}
}
