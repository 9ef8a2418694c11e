package io.thelook.dashboard.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.service.access.TokenCheck;
import io.thelook.service.signature.Signature;
import io.thelook.service.start.SecretText;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Signatures are from openssl: {@code printf %s "$BODY" | openssl dgst -sha256 -hmac "$SECRET" -binary | base64}, that
 * of Stripe of {@code 1700000000.$BODY}, in hex.
 */
class IngestAuthenticationTest {

    private static final byte[] BODY = "{\"id\":1001,\"total\":\"19.90\",\"name\":\"Zoë\"}".getBytes(UTF_8);
    private static final String CLIENT = "192.0.2.7";
    private static final String VALID = "y5RO0FPdj2wLVxD1fpvcIHUnS6znk/sfKfJp81GsKkg=";
    private static final String INVALID = "y5RO0FPdj2wLVxD1fpvcIHUnS6znk/sfKfJp81GsKkk=";
    private static final String STRIPE =
            "t=1700000000,v1=f34c9cc4a9370c69045d73742b5c63ac16b9f83d4a840dd363482cceacf05787";

    private static final String SHOPIFY_HEADER = "X-Shopify-Hmac-Sha256";
    private static final String WOO_HEADER = "X-WC-Webhook-Signature";
    private static final String BEARER = "Authorization";

    private static final Signature SHOPIFY = Signature.shopify("shpss_example");
    private static final Signature WOO = Signature.wooCommerce("shpss_example");
    private static final Signature STRIPES =
            Signature.stripe("whsec_example", InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)));

    private final IngestAuthentication everything = authentication(true, SHOPIFY, WOO, STRIPES);

    @Test
    void token_admits() {
        assertThat(admit(everything, Map.of(BEARER, "Bearer ingest token"))).isEqualTo(Admission.by("token"));
    }

    @Test
    void eachSignature_admitsAndIsTold() {
        assertThat(admit(everything, Map.of(SHOPIFY_HEADER, VALID))).isEqualTo(Admission.by("shopify"));
        assertThat(admit(everything, Map.of(WOO_HEADER, VALID))).isEqualTo(Admission.by("woocommerce"));
        assertThat(admit(everything, Map.of("Stripe-Signature", STRIPE))).isEqualTo(Admission.by("stripe"));
    }

    @Test
    void wrongSignature_refuses_whateverElseIsRight() {
        Admission refused = Admission.unauthorized(
                "X-Shopify-Hmac-Sha256: expected the HMAC-SHA256 of this body with SHOPIFY_SECRET");

        assertThat(admit(everything, Map.of(SHOPIFY_HEADER, INVALID))).isEqualTo(refused);
        assertThat(admit(everything, Map.of(SHOPIFY_HEADER, INVALID, BEARER, "Bearer ingest token")))
                .isEqualTo(refused);
        assertThat(admit(everything, Map.of(SHOPIFY_HEADER, INVALID, WOO_HEADER, VALID)))
                .isEqualTo(refused);
        assertThat(admit(everything, Map.of(WOO_HEADER, INVALID, SHOPIFY_HEADER, VALID))
                        .isAdmitted())
                .isFalse();
        assertThat(everything.admit(headers(Map.of(SHOPIFY_HEADER, VALID)), "{}".getBytes(UTF_8), CLIENT))
                .isEqualTo(refused);
    }

    @Test
    void validSignature_admits_evenWithAWrongToken() {
        assertThat(admit(everything, Map.of(SHOPIFY_HEADER, VALID, BEARER, "Bearer x")))
                .isEqualTo(Admission.by("shopify"));
        assertThat(admit(everything, Map.of(SHOPIFY_HEADER, VALID, BEARER, "Basic eDp5")))
                .isEqualTo(Admission.by("shopify"));
    }

    @Test
    void neither_isToldWhatIsExpected() {
        assertThat(admit(everything, Map.of()).reason())
                .isEqualTo("expected the header Authorization: Bearer <INGEST_TOKEN> or X-Shopify-Hmac-Sha256 or "
                        + "X-WC-Webhook-Signature or Stripe-Signature");
        assertThat(admit(everything, Map.of(BEARER, "Bearer x")).reason())
                .startsWith("wrong token: expected the header");
        assertThat(admit(authentication(false, STRIPES), Map.of(BEARER, "Bearer ingest token")))
                .isEqualTo(Admission.unauthorized("expected the header Stripe-Signature"));
    }

    @Test
    void signatureOfASchemeThatIsNotConfigured_isIgnoredAndTold() {
        IngestAuthentication tokenOnly = authentication(true);

        assertThat(admit(tokenOnly, Map.of(SHOPIFY_HEADER, INVALID, BEARER, "Bearer ingest token")))
                .isEqualTo(Admission.by("token"));
        assertThat(admit(tokenOnly, Map.of(SHOPIFY_HEADER, VALID)))
                .isEqualTo(Admission.unauthorized("X-Shopify-Hmac-Sha256 cannot be verified: set SHOPIFY_SECRET"));
        assertThat(admit(authentication(false, SHOPIFY), Map.of(WOO_HEADER, VALID)))
                .isEqualTo(Admission.unauthorized("X-WC-Webhook-Signature cannot be verified: set WOOCOMMERCE_SECRET"));
    }

    @Test
    void nothingConfigured_theServicesTokenAdmits() {
        IngestAuthentication nothing = authentication(false);

        assertThat(admit(nothing, Map.of(BEARER, "Bearer admin token"))).isEqualTo(Admission.by("admin-token"));
        assertThat(admit(nothing, Map.of(BEARER, "Bearer ingest token")).reason())
                .isEqualTo("wrong token: expected the header Authorization: Bearer <ADMIN_TOKEN>");
        assertThat(admit(nothing, Map.of()).status()).isEqualTo(401);
    }

    @Test
    void anythingConfigured_theServicesTokenDoesNot() {
        assertThat(admit(authentication(true), Map.of(BEARER, "Bearer admin token"))
                        .isAdmitted())
                .isFalse();
        assertThat(admit(authentication(false, SHOPIFY), Map.of(BEARER, "Bearer admin token"))
                        .isAdmitted())
                .isFalse();
    }

    @Test
    void wrongTokens_areLimited_signaturesAreNot() {
        for (int i = 0; i < 10; i++) {
            admit(everything, Map.of(BEARER, "Bearer " + i));
        }

        assertThat(admit(everything, Map.of(BEARER, "Bearer ingest token"))).isEqualTo(Admission.limited(6));
        assertThat(Admission.limited(6).status()).isEqualTo(429);
        for (int i = 0; i < 100; i++) {
            assertThat(admit(everything, Map.of(SHOPIFY_HEADER, INVALID)).status())
                    .isEqualTo(401);
        }
        assertThat(admit(everything, Map.of(SHOPIFY_HEADER, VALID)).isAdmitted())
                .isTrue();
    }

    /** Seed 14. */
    @Test
    void rubbish_isRefusedWithoutAnExceptionOrASecret() {
        Random random = new Random(14);
        String characters = "=,tv1:Bearer \0ä🗝+/AZ09";
        for (int i = 0; i < 20_000; i++) {
            Signature.Headers headers = name -> random.ints(random.nextInt(3), 0, 80)
                    .mapToObj(length -> random.ints(length, 0, characters.length())
                            .mapToObj(at -> String.valueOf(characters.charAt(at)))
                            .reduce("", String::concat))
                    .toList();

            Admission admission = everything.admit(headers, BODY, CLIENT + i);

            assertThat(admission.isAdmitted()).isFalse();
            assertThat(admission.reason())
                    .doesNotContain("shpss")
                    .doesNotContain("whsec")
                    .doesNotContain(VALID);
        }
    }

    private static IngestAuthentication authentication(boolean withToken, Signature... signatures) {
        return IngestAuthentication.of(
                List.of(signatures),
                withToken ? Optional.of(tokens("ingest token")) : Optional.empty(),
                tokens("admin token"));
    }

    private static TokenCheck tokens(String token) {
        return new TokenCheck(Optional.of(SecretText.of(token)), () -> 0);
    }

    private static Admission admit(IngestAuthentication authentication, Map<String, String> headers) {
        return authentication.admit(headers(headers), BODY, CLIENT);
    }

    private static Signature.Headers headers(Map<String, String> headers) {
        return name -> Optional.ofNullable(headers.get(name)).stream().toList();
    }
}
