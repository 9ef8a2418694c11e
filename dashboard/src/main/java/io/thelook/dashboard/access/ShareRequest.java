package io.thelook.dashboard.access;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;

/**
 * The body of {@code POST /shares}. Its values have the right types, but need not be valid.
 *
 * @param query the window and the filters, percent-encoded; empty if absent
 * @param hours how long the link works; {@code null} if absent
 * @param wall whether the page is a wall display; absent: no
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ShareRequest(String query, Integer hours, boolean wall) {

    ShareRequest {
        query = query == null ? "" : query;
    }
}
