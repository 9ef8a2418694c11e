package io.thelook.service.signature;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thelook.fuzz.Expect;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** The header of a webhook's signature, before the first newline, and its body. */
@Timeout(10)
@Tag("slow")
class SignatureFuzzTest {

    private static final String SECRET = "a-s3cret-of-the-shop";

    private static final long NOW = 1_700_000_000;
    private static final Pattern TIME = Pattern.compile("(?:^|,)[\\s\\x1c-\\x1f]*t=([0-9]{1,12})");

    private final List<Signature> signatures = List.of(
            Signature.shopify(SECRET),
            Signature.wooCommerce(SECRET),
            Signature.stripe(SECRET, () -> Instant.ofEpochSecond(NOW)));

    @FuzzTest
    void webhooks(byte[] input) {
        int end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        String header = new String(input, 0, end, StandardCharsets.ISO_8859_1);
        byte[] body = Arrays.copyOfRange(input, Math.min(end + 1, input.length), input.length);

        for (Signature signature : signatures) {
            String right = signature.sign(body);
            Verdict verdict = signature.verify(name -> List.of(header), body);
            if (verdict.kind() == Verdict.Kind.VALID) {
                Expect.that(hasCode(signature.scheme(), header, body), "not signed with the secret: " + header);
            } else {
                Expect.refusal(verdict.words(), 200);
                Expect.that(!verdict.words().contains(SECRET), "the secret in words");
                Expect.that(!verdict.words().contains(code(right)), "the signature in words");
            }
            Expect.equal(signature.verify(name -> List.of(right), body).kind(), Verdict.Kind.VALID);
            Expect.equal(
                    signature
                            .verify(name -> List.of(right), Arrays.copyOf(body, body.length + 1))
                            .kind(),
                    Verdict.Kind.WRONG);
            Expect.equal(signature.verify(name -> List.of(), body).kind(), Verdict.Kind.ABSENT);
            Expect.equal(signature.verify(name -> List.of(right, header), body).kind(), Verdict.Kind.WRONG);
        }
    }

    /** Whether the header has the code of this body, for Stripe with the time that the header names. */
    private static boolean hasCode(Scheme scheme, String header, byte[] body) {
        Hmac hmac = new Hmac(SECRET);
        if (scheme != Scheme.STRIPE) {
            return Arrays.equals(Base64.getDecoder().decode(header), hmac.of(body));
        }
        Matcher time = TIME.matcher(header);
        Expect.that(time.find(), "valid without a time: " + header);
        byte[] code = hmac.of((time.group(1) + ".").getBytes(StandardCharsets.US_ASCII), body);
        long distance = Math.abs(Long.parseLong(time.group(1)) - NOW);
        return distance <= 300
                && header.toLowerCase(Locale.ROOT)
                        .contains("v1=" + HexFormat.of().formatHex(code));
    }

    private static String code(String signature) {
        return signature.substring(signature.lastIndexOf("v1=") < 0 ? 0 : signature.lastIndexOf("v1=") + 3);
    }
}
