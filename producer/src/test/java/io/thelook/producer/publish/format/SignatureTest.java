package io.thelook.producer.publish.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** The expected codes come from {@code printf BODY | openssl dgst -sha256 -hmac SECRET}. */
class SignatureTest {

    private static final byte[] BODY = "{\"id\":1}".getBytes(UTF_8);

    @Test
    void shopify_isTheCodeOfTheBodyInBase64() {
        Signature signature = Signature.shopify("hush");

        assertThat(signature.header()).isEqualTo("X-Shopify-Hmac-Sha256");
        assertThat(signature.sign(BODY)).isEqualTo("VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=");
    }

    @Test
    void wooCommerce_isTheSameUnderItsOwnName() {
        Signature signature = Signature.wooCommerce("hush");

        assertThat(signature.header()).isEqualTo("X-WC-Webhook-Signature");
        assertThat(signature.sign(BODY)).isEqualTo("VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=");
    }

    @Test
    void stripe_isTheCodeOfTimeAndBodyInHex() {
        Signature signature = Signature.stripe("hush", InstantSource.fixed(Instant.ofEpochSecond(1_741_051_200)));

        assertThat(signature.header()).isEqualTo("Stripe-Signature");
        assertThat(signature.sign(BODY))
                .isEqualTo("t=1741051200,v1=0c939614b25358cb887623fa8ad1886ead4ae6c980ea297ec2484dbb453b0ad4");
    }
}
