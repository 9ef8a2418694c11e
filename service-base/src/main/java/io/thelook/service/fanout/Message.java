package io.thelook.service.fanout;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A text message for any number of peers. It is encoded once for all of them, and compressed at most twice: alone, and
 * after the message before it, for the peers that have that one. The text of an update is mostly that of the one
 * before, so that the second form is much shorter.
 *
 * <p>A server usually keeps the last 32 KB for each connection, in order to refer to them (RFC 7692, context takeover).
 * Here, peers share what they have: {@link Compression} remembers for each which message it got last. Thread-safe.
 */
public final class Message {

    private final String text;

    /** The bytes of the message before this one; {@code null} if no peer has it in compressed form. */
    private final byte[] previous;

    // The forms; null while no peer has needed them.
    private ByteBuf plain;
    private Compressed alone;
    private Compressed following;
    private byte[] bytes;

    /** A message that builds on no other. */
    public Message(String text) {
        this(text, null);
    }

    private Message(String text, byte[] previous) {
        this.text = text;
        this.previous = previous;
    }

    /** The message after another one; {@code null} stands for none. */
    static Message after(Message before, String text) {
        return new Message(text, before == null ? null : before.bytesOfCompressed());
    }

    /**
     * A compressed form of a message.
     *
     * @param frames as they go to the peer
     * @param bytes of the text, which the peer then has
     */
    record Compressed(ByteBuf frames, byte[] bytes) {}

    /** The text. */
    public String text() {
        return text;
    }

    /** The length of the text, in characters. */
    int length() {
        return text.length();
    }

    /** The frames without compression: to be read by way of a duplicate only, and never released. */
    synchronized ByteBuf plain() {
        if (plain == null) {
            plain = Frames.of(bytes == null ? text.getBytes(StandardCharsets.UTF_8) : bytes, false);
        }
        return plain;
    }

    /**
     * The compressed frames for a peer.
     *
     * @param last the bytes of the message that the peer got in compressed form last; {@code null} if there is none
     * @return {@code null} if the message is too short or too long to be compressed, and goes {@link #plain}
     */
    synchronized Compressed compressed(byte[] last) {
        if (!Deflate.isWorthwhile(text.length())) {
            return null;
        }
        if (bytes == null) {
            bytes = text.getBytes(StandardCharsets.UTF_8);
        }
        if (previous != null && last == previous) {
            if (following == null) {
                following = compress(previous);
            }
            return following;
        }
        if (alone == null) {
            alone = compress(null);
        }
        return alone;
    }

    private Compressed compress(byte[] dictionary) {
        return new Compressed(Frames.of(Deflate.compress(bytes, dictionary), true), bytes);
    }

    private synchronized byte[] bytesOfCompressed() {
        return alone == null && following == null ? null : bytes;
    }

    @Override
    public String toString() {
        return text;
    }
}
