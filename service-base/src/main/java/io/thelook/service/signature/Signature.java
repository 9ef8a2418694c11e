package io.thelook.service.signature;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/**
 * Signs webhooks and verifies their signatures: a header with an HMAC-SHA256 of the body as it is sent, keyed with a
 * secret that the shop and the receiver share. Implementations are thread-safe and compare in constant time.
 */
public interface Signature {

    /** The signatures of Shopify. */
    static Signature shopify(String secret) {
        return new BodySignature(Scheme.SHOPIFY, secret);
    }

    /** The signatures of WooCommerce. */
    static Signature wooCommerce(String secret) {
        return new BodySignature(Scheme.WOOCOMMERCE, secret);
    }

    /**
     * The signatures of Stripe, whose time may be 300 s from the clock, before or after it.
     *
     * @param clock the receiver's, or the sender's when it signs
     */
    static Signature stripe(String secret, InstantSource clock) {
        return new StripeSignature(secret, StripeSignature.USUAL_TOLERANCE, clock);
    }

    /**
     * The same with a tolerance.
     *
     * @param tolerance how far the time of signing may be from the clock, before or after it
     */
    static Signature stripe(String secret, Duration tolerance, InstantSource clock) {
        return new StripeSignature(secret, tolerance, clock);
    }

    /** The values of a request's headers. */
    @FunctionalInterface
    interface Headers {

        /** The values of each header of this name, in any case; empty if there is none. */
        List<String> all(String name);
    }

    /** The scheme, which names the header. */
    Scheme scheme();

    /** The value of the header for a body that is to be sent now. */
    String sign(byte[] body);

    /**
     * Verifies the header against the body as it was received. Returns a verdict for any content of the header, and
     * throws nothing.
     */
    Verdict verify(Headers headers, byte[] body);
}
