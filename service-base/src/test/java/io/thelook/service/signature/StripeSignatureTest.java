package io.thelook.service.signature;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.service.signature.Verdict.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The signatures of Stripe. The known one is from
 * {@code printf %s "1700000000.$BODY" | openssl dgst -sha256 -hmac whsec_example}.
 */
class StripeSignatureTest {

    private static final byte[] BODY = "{\"id\":1001,\"total\":\"19.90\",\"name\":\"Zoë\"}".getBytes(UTF_8);
    private static final long TIME = 1_700_000_000;
    private static final String CODE = "f34c9cc4a9370c69045d73742b5c63ac16b9f83d4a840dd363482cceacf05787";
    private static final String HEADER = "t=1700000000,v1=" + CODE;
    private static final String OTHER = "0000000000000000000000000000000000000000000000000000000000000000";

    private Instant now = Instant.ofEpochSecond(TIME);
    private final Signature stripe = Signature.stripe("whsec_example", () -> now);

    @Test
    void knownSignature_isMadeAndVerified() {
        assertThat(stripe.scheme()).isEqualTo(Scheme.STRIPE);
        assertThat(Scheme.STRIPE.header()).isEqualTo("Stripe-Signature");
        assertThat(stripe.sign(BODY)).isEqualTo(HEADER);
        assertThat(verify(HEADER)).isEqualTo(Verdict.valid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t=1700000000,v1=" + OTHER + ",v1=" + CODE,
                "t=1700000000,v1=" + CODE + ",v1=" + OTHER,
                "v1=" + CODE + ",t=1700000000",
                "t=1700000000,v0=anything,v1=" + CODE + ",scheme=x,",
                "t=1700000000, v1=" + CODE,
                ",,t=1700000000,,v1=" + CODE,
                "t=1700000000,v1=F34C9CC4A9370C69045D73742B5C63AC16B9F83D4A840DD363482CCEACF05787"
            })
    void otherForms_areValid(String header) {
        assertThat(verify(header)).isEqualTo(Verdict.valid());
    }

    @ParameterizedTest
    @CsvSource({"-301, before, false", "-300, '', true", "0, '', true", "300, '', true", "301, after, false"})
    void time_isWithinFiveMinutesOfTheClock(int seconds, String side, boolean isValid) {
        now = Instant.ofEpochSecond(TIME - seconds);

        Verdict verdict = verify(HEADER);

        assertThat(verdict.kind()).isEqualTo(isValid ? Kind.VALID : Kind.WRONG);
        if (!isValid) {
            assertThat(verdict.words())
                    .isEqualTo("Stripe-Signature: expected a time at most 300 s from this machine's clock, not 301 s "
                            + side + " it");
        }
    }

    @Test
    void tolerance_canBeSet() {
        Signature strict = Signature.stripe("whsec_example", Duration.ofSeconds(10), () -> now);
        now = Instant.ofEpochSecond(TIME + 11);

        assertThat(strict.verify(name -> List.of(HEADER), BODY).words()).contains("at most 10 s");
        now = Instant.ofEpochSecond(TIME + 10);
        assertThat(strict.verify(name -> List.of(HEADER), BODY)).isEqualTo(Verdict.valid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t=1700000001,v1=" + CODE,
                "t=01700000000,v1=" + CODE,
                "t=1700000000,v1=" + OTHER,
                "t=999999999999,v1=" + CODE,
                "t=1700000000,v1=" + OTHER + ",v0=" + CODE
            })
    void anotherTimeOrCode_isWrong(String header) {
        assertThat(verify(header).words())
                .isEqualTo("Stripe-Signature: expected the HMAC-SHA256 of its time and this body with STRIPE_SECRET");
    }

    @Test
    void anotherBody_isWrong() {
        assertThat(stripe.verify(name -> List.of(HEADER), "{}".getBytes(UTF_8)).kind())
                .isEqualTo(Kind.WRONG);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                            | t=<time>,v1=<signature>",
                "','                                           | t=<time>,v1=<signature>",
                "t=1700000000                                  | t=<time>,v1=<signature>",
                "v1=" + CODE + "                               | t=<time>,v1=<signature>",
                "t=1700000000,v0=" + CODE + "                  | t=<time>,v1=<signature>",
                "t=1700000000;v1=" + CODE + "                  | one time in seconds, as t=1700000000",
                "t=,v1=" + CODE + "                            | one time in seconds, as t=1700000000",
                "t=-1,v1=" + CODE + "                          | one time in seconds, as t=1700000000",
                "t=9223372036854775808,v1=" + CODE + "         | one time in seconds, as t=1700000000",
                "t=1700000000,t=1700000000,v1=" + CODE + "     | one time in seconds, as t=1700000000",
                "t=١٧٠٠٠٠٠٠٠٠,v1=" + CODE + "                  | one time in seconds, as t=1700000000",
                "t=1700000000,v1=                              | 32 bytes in hex after v1=",
                "t=1700000000,v1=f                             | 32 bytes in hex after v1=",
                "t=1700000000,v1=" + CODE + "0                 | 32 bytes in hex after v1=",
                "t=1700000000,v1=" + CODE + ",v1=zz            | 32 bytes in hex after v1="
            })
    void malformedHeader_isWrong(String header, String expected) {
        assertThat(verify(header)).isEqualTo(new Verdict(Kind.WRONG, "Stripe-Signature: expected " + expected));
    }

    @Test
    void noHeader_isAbsent_twoAreWrong() {
        assertThat(stripe.verify(name -> List.of(), BODY))
                .isEqualTo(new Verdict(Kind.ABSENT, "Stripe-Signature missing"));
        assertThat(stripe.verify(name -> List.of(HEADER, HEADER), BODY).words())
                .isEqualTo("Stripe-Signature: expected it once, not 2 times");
    }

    @Test
    void hugeHeader_isWrong() {
        assertThat(verify(HEADER + ",v1=" + OTHER.repeat(100)).words())
                .isEqualTo("Stripe-Signature: expected 4096 characters at most");
    }

    /** Seed 13. Whatever is valid has the known time and code in it. */
    @Test
    void rubbish_isAVerdictThatShowsNoSecret() {
        Random random = new Random(13);
        for (int i = 0; i < 50_000; i++) {
            String header = random.nextBoolean()
                    ? Rubbish.like(HEADER, random.nextInt(120), random)
                    : Rubbish.near(HEADER, random);

            Verdict verdict = verify(header);

            if (verdict.kind() == Kind.VALID) {
                assertThat(header).contains("t=1700000000").contains("v1=" + CODE);
            }
            assertThat(verdict.words()).doesNotContain("whsec").doesNotContain(CODE);
        }
    }

    private Verdict verify(String header) {
        return stripe.verify(name -> List.of(header), BODY);
    }
}
