package io.thelook.producer.publish.format;

import io.thelook.service.signature.Signature;
import java.time.InstantSource;

/** The values of PUBLISH_FORMAT. */
public enum PublishFormat {
    THELOOK,
    SHOPIFY,
    WOOCOMMERCE,
    STRIPE;

    /** Whether each event is a separate signed request. */
    public boolean isWebhook() {
        return this != THELOOK;
    }

    /** The form of the documents. */
    public Format format() {
        return switch (this) {
            case THELOOK -> new TheLook();
            case SHOPIFY -> new Shopify();
            case WOOCOMMERCE -> new WooCommerce();
            case STRIPE -> new Stripe();
        };
    }

    /**
     * The signature of the webhooks.
     *
     * @param clock the time of signing, for Stripe
     * @throws IllegalStateException if the format is not that of a webhook
     */
    public Signature signature(String secret, InstantSource clock) {
        return switch (this) {
            case THELOOK -> throw new IllegalStateException("not a webhook: " + this);
            case SHOPIFY -> Signature.shopify(secret);
            case WOOCOMMERCE -> Signature.wooCommerce(secret);
            case STRIPE -> Signature.stripe(secret, clock);
        };
    }
}
