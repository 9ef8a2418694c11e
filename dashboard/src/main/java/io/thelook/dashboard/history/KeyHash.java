package io.thelook.dashboard.history;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * 64-bit keys of orders and items: the first eight bytes of SHA-256. Among ten million orders, the probability that any
 * two have the same key is below three in a million (10<sup>14</sup> / 2 pairs, divided by 2<sup>64</sup>), even if an
 * attacker chooses the ids. Not thread-safe.
 */
final class KeyHash {

    private final MessageDigest digest = sha256();

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    /** The key of an order. */
    long order(String orderId) {
        digest.update(orderId.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** The key of an item of an order. */
    long item(String orderId, String itemId) {
        digest.update(orderId.getBytes(StandardCharsets.UTF_8));
        // No id contains a control character.
        digest.update((byte) 0);
        digest.update(itemId.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.wrap(digest.digest()).getLong();
    }
}
