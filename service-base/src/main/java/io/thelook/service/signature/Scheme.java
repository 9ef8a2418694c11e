package io.thelook.service.signature;

import java.util.Arrays;

/** The schemes of signatures. */
public enum Scheme {
    /** The base64 of the body's HMAC. */
    SHOPIFY("shopify", "X-Shopify-Hmac-Sha256", "SHOPIFY_SECRET"),
    /** The base64 of the body's HMAC. */
    WOOCOMMERCE("woocommerce", "X-WC-Webhook-Signature", "WOOCOMMERCE_SECRET"),
    /** The time of signing, and the hex of the HMAC of the time and the body. */
    STRIPE("stripe", "Stripe-Signature", "STRIPE_SECRET");

    private final String label;
    private final String header;
    private final String secretName;

    Scheme(String label, String header, String secretName) {
        this.label = label;
        this.header = header;
        this.secretName = secretName;
    }

    /** Whether this is the label of a scheme. */
    public static boolean isLabel(String text) {
        return Arrays.stream(values()).anyMatch(scheme -> scheme.label.equals(text));
    }

    /** The name in lower case, such as {@code shopify}. */
    public String label() {
        return label;
    }

    /** The name of the header that holds the signature. */
    public String header() {
        return header;
    }

    /** The name of the setting that holds the secret. */
    public String secretName() {
        return secretName;
    }
}
