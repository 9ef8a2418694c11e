package io.thelook.dashboard.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The body of {@code POST /signin}.
 *
 * @param user the name
 * @param password never shown
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record Credentials(String user, String password) {

    /** What a body must be, in words. */
    static final String EXPECTED = "expected a JSON object with user and password";

    /** @throws IllegalArgumentException if either is missing */
    Credentials {
        if (user == null || password == null) {
            throw new IllegalArgumentException(EXPECTED);
        }
    }

    @Override
    public String toString() {
        return "Credentials[user=" + user + "]";
    }
}
