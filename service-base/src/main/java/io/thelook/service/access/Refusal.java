package io.thelook.service.access;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The response to a request that is not admitted.
 *
 * @param reason what the client can do about it; holds no secret
 * @param retryAfterSeconds the wait until the next attempt if the status is 429, otherwise 0
 */
public record Refusal(Kind kind, String reason, int retryAfterSeconds) {

    /** The kinds of refusals. */
    public enum Kind {
        /** No token and no session, or a wrong token: 401. */
        TOKEN(401),
        /** Too many wrong tokens from the client's network: 429. */
        LIMIT(429),
        /** A session whose role may not do this: 403. */
        ROLE(403),
        /** A session, but a content type that a form of another site could have: 415. */
        TYPE(415);

        private final int status;

        Kind(int status) {
            this.status = status;
        }
    }

    Refusal(Kind kind, String reason) {
        this(kind, reason, 0);
    }

    /**
     * The refusal that follows from the check of a token; empty if the token is right.
     *
     * @param advice what to send instead of a wrong or missing token
     */
    public static Optional<Refusal> of(TokenCheck.Outcome outcome, Supplier<String> advice) {
        int wait = outcome.retryAfterSeconds();
        return switch (outcome.result()) {
            case RIGHT -> Optional.empty();
            case WRONG -> Optional.of(new Refusal(Kind.TOKEN, "wrong token: " + advice.get()));
            case MISSING -> Optional.of(new Refusal(Kind.TOKEN, "token missing: " + advice.get()));
            case LIMITED ->
                Optional.of(new Refusal(
                        Kind.LIMIT, "too many wrong tokens from your network: try again in " + wait + " s", wait));
        };
    }

    /** The status of the response. */
    public int status() {
        return kind.status;
    }

    /** The headers that belong to the status. */
    public Map<String, String> headers() {
        return switch (kind) {
            case TOKEN -> Map.of("WWW-Authenticate", "Bearer");
            case LIMIT -> Map.of("Retry-After", Integer.toString(retryAfterSeconds));
            case ROLE, TYPE -> Map.of();
        };
    }
}
