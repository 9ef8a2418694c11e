package io.thelook.service.fanout;

import java.util.concurrent.CompletionStage;

/** The other end of one socket. */
public interface Peer {

    /**
     * Sends a text message. Call it on the thread that the socket belongs to.
     *
     * @return completes when the message has been written to the network, exceptionally if it could not be; does not
     *     complete while the other end does not read
     */
    CompletionStage<Void> send(Message message);

    /**
     * Starts the closing handshake, and ends the connection soon after, whether or not the other end takes part.
     *
     * @param code a close code of RFC 6455, section 7.4
     * @param reason in words, at most 123 bytes of UTF-8
     * @return completes when the connection is closed
     */
    CompletionStage<Void> close(int code, String reason);

    /** Completes when the connection is closed, whichever end closed it. */
    CompletionStage<Void> closed();
}
