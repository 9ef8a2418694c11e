package io.thelook.producer.publish.format;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A header with an HMAC-SHA256 of a request's body, keyed with a secret that the sender and the receiver share.
 * Thread-safe.
 */
public final class Signature {

    private static final String ALGORITHM = "HmacSHA256";

    private final String header;
    private final Function<byte[], String> signing;

    private Signature(String header, Function<byte[], String> signing) {
        this.header = header;
        this.signing = signing;
    }

    /** In base64. */
    static Signature shopify(String secret) {
        return new Signature("X-Shopify-Hmac-Sha256", body -> base64(hmac(secret, body)));
    }

    /** In base64. */
    static Signature wooCommerce(String secret) {
        return new Signature("X-WC-Webhook-Signature", body -> base64(hmac(secret, body)));
    }

    /** In hex, over the time of signing in seconds, a dot and the body. */
    static Signature stripe(String secret, InstantSource clock) {
        return new Signature("Stripe-Signature", body -> {
            long time = clock.instant().getEpochSecond();
            byte[] before = (time + ".").getBytes(StandardCharsets.UTF_8);
            return "t=" + time + ",v1=" + HexFormat.of().formatHex(hmac(secret, before, body));
        });
    }

    private static String base64(byte[] code) {
        return Base64.getEncoder().encodeToString(code);
    }

    private static byte[] hmac(String secret, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(ALGORITHM + " is part of every Java platform", e);
        }
    }

    /** The name of the header. */
    public String header() {
        return header;
    }

    /** The value of the header for a body that is sent now. */
    public String sign(byte[] body) {
        return signing.apply(body);
    }
}
