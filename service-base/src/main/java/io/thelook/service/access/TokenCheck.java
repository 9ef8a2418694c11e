package io.thelook.service.access;

import io.thelook.service.start.SecretText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The token of a service, and the check of the tokens in requests. The token is the configured one, or else a random
 * one, created on first use. A check takes the same time, no matter how much of a token matches. A network of clients
 * has ten wrong attempts at once, then one every six seconds; requests without a token do not count. Thread-safe.
 */
public final class TokenCheck {

    private static final String BEARER = "Bearer ";

    private final Optional<SecretText> configured;
    private final AttemptLimit limit;

    /** Guarded by this. */
    private String made;

    /**
     * @param configured the configured token
     * @param nanoTime as {@link System#nanoTime}
     */
    public TokenCheck(Optional<SecretText> configured, LongSupplier nanoTime) {
        this.configured = configured;
        this.limit = new AttemptLimit(nanoTime);
    }

    /** The results of a check. */
    public enum Result {
        /** The token is right. */
        RIGHT,
        /** There is a token, and it is wrong. */
        WRONG,
        /** There is no token. */
        MISSING,
        /** The network has given too many wrong tokens. This one was not checked. */
        LIMITED
    }

    /**
     * The outcome of a check.
     *
     * @param retryAfterSeconds the wait until the next check, 1 or more if limited; otherwise 0
     */
    public record Outcome(Result result, int retryAfterSeconds) {}

    /**
     * Checks the header {@code Authorization}. Any scheme but Bearer counts as missing: a proxy may need it.
     *
     * @param authorization the value of the header, a character for each byte; {@code null} if there is none
     * @param network of the client, as {@link io.thelook.service.http.TrustedProxies#network} gives it
     */
    public Outcome header(String authorization, String network) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? check(authorization.substring(BEARER.length()).getBytes(StandardCharsets.ISO_8859_1), network)
                : new Outcome(Result.MISSING, 0);
    }

    /**
     * Checks a token.
     *
     * @param given {@code null} if there is none
     */
    Outcome text(String given, String network) {
        return given == null ? new Outcome(Result.MISSING, 0) : check(given.getBytes(StandardCharsets.UTF_8), network);
    }

    private Outcome check(byte[] given, String network) {
        byte[] expected = token().getBytes(StandardCharsets.UTF_8);
        AttemptLimit.Attempt attempt = limit.attempt(network, () -> MessageDigest.isEqual(given, expected));
        if (attempt.retryAfterSeconds() > 0) {
            return new Outcome(Result.LIMITED, attempt.retryAfterSeconds());
        }
        return new Outcome(attempt.isRight() ? Result.RIGHT : Result.WRONG, 0);
    }

    /** Whether the operator has chosen the token. */
    boolean isConfigured() {
        return configured.isPresent();
    }

    /** The token itself. */
    String token() {
        return configured.map(SecretText::value).orElseGet(this::made);
    }

    private synchronized String made() {
        if (made == null) {
            made = RandomText.next();
        }
        return made;
    }
}
