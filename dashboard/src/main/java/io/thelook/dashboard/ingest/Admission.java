package io.thelook.dashboard.ingest;

import java.util.Optional;

/**
 * Whether a request may send records.
 *
 * @param scheme what admitted it: {@code token}, {@code admin-token}, or the scheme of its signature, such as {@code
 *     shopify}; empty if it is refused
 * @param status the status of the response if it is refused, 401 or 429; otherwise 0
 * @param reason what the sender can do about it, without secrets; empty if it is admitted
 * @param retryAfterSeconds the wait until the next attempt if the status is 429, otherwise 0
 */
public record Admission(Optional<String> scheme, int status, String reason, int retryAfterSeconds) {

    static Admission by(String scheme) {
        return new Admission(Optional.of(scheme), 0, "", 0);
    }

    static Admission unauthorized(String reason) {
        return new Admission(Optional.empty(), 401, reason, 0);
    }

    static Admission limited(int retryAfterSeconds) {
        return new Admission(
                Optional.empty(),
                429,
                "too many wrong tokens from your network: try again in " + retryAfterSeconds + " s",
                retryAfterSeconds);
    }

    /** Whether the request may send records. */
    public boolean isAdmitted() {
        return scheme.isPresent();
    }
}
