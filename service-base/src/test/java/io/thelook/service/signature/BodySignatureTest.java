package io.thelook.service.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.service.signature.Verdict.Kind;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The signatures of Shopify and WooCommerce. The known ones are from
 * {@code printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64}.
 */
class BodySignatureTest {

    private static final byte[] BODY = "{\"id\":1001,\"total\":\"19.90\",\"name\":\"Zoë\"}".getBytes(UTF_8);
    private static final String SECRET = "shpss_example";
    private static final String SIGNATURE = "y5RO0FPdj2wLVxD1fpvcIHUnS6znk/sfKfJp81GsKkg=";

    private final Signature shopify = Signature.shopify(SECRET);

    /** The second is test case 2 of RFC 4231. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shpss_example | {\"id\":1001,\"total\":\"19.90\",\"name\":\"Zoë\"} | y5RO0FPdj2wLVxD1fpvcIHUnS6znk/sfKfJp81GsKkg=",
                "Jefe          | what do ya want for nothing?                | W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=",
                "shpss_example | ''                                          | nO0JCevJ0lvQ7nAryr7syWPsrlMkPAl+TyohyZVJIOw=",
                "geheim-ö-1    | {\"id\":1001,\"total\":\"19.90\",\"name\":\"Zoë\"} | oxZm0kw0sVSj1ru19ILSQi5PKKDR5Ydpn1ZA97o2I+E="
            })
    void knownSignature_isMadeAndVerified(String secret, String body, String signature) {
        for (Signature scheme : List.of(Signature.shopify(secret), Signature.wooCommerce(secret))) {
            assertThat(scheme.sign(body.getBytes(UTF_8))).isEqualTo(signature);
            assertThat(scheme.verify(name -> List.of(signature), body.getBytes(UTF_8)))
                    .isEqualTo(Verdict.valid());
        }
    }

    @Test
    void schemes_haveTheirHeaders() {
        assertThat(shopify.scheme()).isEqualTo(Scheme.SHOPIFY);
        assertThat(Scheme.SHOPIFY.header()).isEqualTo("X-Shopify-Hmac-Sha256");
        assertThat(Signature.wooCommerce(SECRET).scheme()).isEqualTo(Scheme.WOOCOMMERCE);
        assertThat(Scheme.WOOCOMMERCE.header()).isEqualTo("X-WC-Webhook-Signature");
    }

    @Test
    void headerOfAnotherName_isAbsent() {
        assertThat(shopify.verify(name -> name.equals("X-WC-Webhook-Signature") ? List.of(SIGNATURE) : List.of(), BODY))
                .isEqualTo(new Verdict(Kind.ABSENT, "X-Shopify-Hmac-Sha256 missing"));
    }

    @Test
    void anotherBodyOrSecret_isWrong() {
        Verdict wrong = new Verdict(
                Kind.WRONG, "X-Shopify-Hmac-Sha256: expected the HMAC-SHA256 of this body with SHOPIFY_SECRET");

        for (int i = 0; i < BODY.length; i++) {
            byte[] changed = BODY.clone();
            changed[i] ^= 1;
            assertThat(shopify.verify(name -> List.of(SIGNATURE), changed)).isEqualTo(wrong);
        }
        assertThat(Signature.shopify("another secret").verify(name -> List.of(SIGNATURE), BODY))
                .isEqualTo(wrong);
        assertThat(shopify.verify(name -> List.of("A".repeat(43) + "="), BODY)).isEqualTo(wrong);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "=",
                "y5RO0FPdj2wLVxD1fpvcIHUnS6znk/sfKfJp81GsKg==",
                "y5RO0FPdj2wLVxD1fpvcIHUnS6znk_sfKfJp81GsKkg=",
                " y5RO0FPdj2wLVxD1fpvcIHUnS6znk/sfKfJp81GsKkg=",
                "y5RO0FPdj2wLVxD1fpvcIHUnS6znk/sfKfJp81GsKkg==",
                "cb944ed053dd8f6c0b5710f57e9bdc2075274bace793fb1f29f269f351ac2a48",
                "\0",
                "ä"
            })
    void headerThatIsNoBase64Of32Bytes_isWrong(String value) {
        assertThat(shopify.verify(name -> List.of(value), BODY))
                .isEqualTo(new Verdict(Kind.WRONG, "X-Shopify-Hmac-Sha256: expected 32 bytes in base64"));
    }

    @Test
    void headerGivenTwice_isWrong() {
        assertThat(shopify.verify(name -> List.of(SIGNATURE, SIGNATURE), BODY).words())
                .isEqualTo("X-Shopify-Hmac-Sha256: expected it once, not 2 times");
    }

    /** Seed 12. */
    @Test
    void rubbish_isAVerdictThatShowsNoSecret() {
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            List<String> values = random.ints(random.nextInt(3), 0, 60)
                    .mapToObj(length -> Rubbish.like(SIGNATURE, length, random))
                    .toList();

            Verdict verdict = shopify.verify(name -> values, BODY);

            assertThat(verdict.kind()).isNotEqualTo(Kind.VALID);
            assertThat(verdict.words()).doesNotContain(SECRET).doesNotContain(SIGNATURE);
        }
    }

    @Test
    void hugeHeader_isWrong() {
        assertThat(shopify.verify(name -> List.of("A".repeat(50_000_000)), BODY).kind())
                .isEqualTo(Kind.WRONG);
    }
}
