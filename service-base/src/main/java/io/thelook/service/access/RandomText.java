package io.thelook.service.access;

import java.security.SecureRandom;
import java.util.Base64;

/** Text of 192 random bits, of characters that a URL and a cookie can hold. */
public final class RandomText {

    private static final int BYTES = 24;

    /** Created with the first text: a service that needs none does not load the providers of randomness. */
    private static final SecureRandom RANDOM = new SecureRandom();

    private RandomText() {}

    /** A new text. */
    public static String next() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
