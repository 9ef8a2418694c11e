package io.thelook.service.signature;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stripe's header {@code t=<time>,v1=<code>}: the time of signing in seconds, and the HMAC of the time, a dot and the
 * body in hex. While a secret is being replaced there is a {@code v1} for each; one valid code is enough. Parts with
 * other names are ignored.
 */
final class StripeSignature implements Signature {

    /** The tolerance of Stripe's own libraries. */
    static final Duration USUAL_TOLERANCE = Duration.ofMinutes(5);

    private static final String HEADER = Scheme.STRIPE.header();

    /** Stripe sends fewer than 400. */
    private static final int MOST_CHARACTERS = 4_096;

    private static final Pattern TIME = Pattern.compile("t=([0-9]{1,12})");
    private static final Pattern CODE = Pattern.compile("v1=([0-9A-Fa-f]{" + 2 * Hmac.BYTES + "})");

    private final Hmac hmac;
    private final Duration tolerance;
    private final InstantSource clock;

    StripeSignature(String secret, Duration tolerance, InstantSource clock) {
        this.hmac = new Hmac(secret);
        this.tolerance = tolerance;
        this.clock = clock;
    }

    @Override
    public Scheme scheme() {
        return Scheme.STRIPE;
    }

    @Override
    public String sign(byte[] body) {
        String time = Long.toString(clock.instant().getEpochSecond());
        return "t=" + time + ",v1=" + HexFormat.of().formatHex(code(time, body));
    }

    @Override
    public Verdict verify(Headers headers, byte[] body) {
        List<String> values = headers.all(HEADER);
        if (values.isEmpty()) {
            return Verdict.absent(HEADER);
        }
        if (values.size() > 1) {
            return wrong("it once, not " + values.size() + " times");
        }
        String value = values.get(0);
        if (value.length() > MOST_CHARACTERS) {
            return wrong(MOST_CHARACTERS + " characters at most");
        }
        return verify(value.split(","), body);
    }

    private Verdict verify(String[] parts, byte[] body) {
        String time = null;
        List<byte[]> codes = new ArrayList<>();
        for (String part : parts) {
            String name = part.strip();
            if (name.startsWith("t=")) {
                Matcher matcher = TIME.matcher(name);
                if (time != null || !matcher.matches()) {
                    return wrong("one time in seconds, as t=1700000000");
                }
                time = matcher.group(1);
            } else if (name.startsWith("v1=")) {
                Matcher matcher = CODE.matcher(name);
                if (!matcher.matches()) {
                    return wrong(Hmac.BYTES + " bytes in hex after v1=");
                }
                codes.add(HexFormat.of().parseHex(matcher.group(1)));
            }
        }
        if (time == null || codes.isEmpty()) {
            return wrong("t=<time>,v1=<signature>");
        }
        return verify(time, codes, body);
    }

    private Verdict verify(String time, List<byte[]> codes, byte[] body) {
        byte[] expected = code(time, body);
        boolean isValid = false;
        for (byte[] code : codes) {
            isValid |= MessageDigest.isEqual(code, expected);
        }
        if (!isValid) {
            return wrong("the HMAC-SHA256 of its time and this body with " + Scheme.STRIPE.secretName());
        }
        long seconds = Long.parseLong(time) - clock.instant().getEpochSecond();
        return Math.abs(seconds) <= tolerance.toSeconds()
                ? Verdict.valid()
                : wrong("a time at most " + tolerance.toSeconds() + " s from this machine's clock, not "
                        + Math.abs(seconds) + " s " + (seconds < 0 ? "before" : "after") + " it");
    }

    private byte[] code(String time, byte[] body) {
        return hmac.of((time + ".").getBytes(StandardCharsets.US_ASCII), body);
    }

    private static Verdict wrong(String expected) {
        return Verdict.wrong(HEADER, expected);
    }
}
