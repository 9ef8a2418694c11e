package io.thelook.dashboard.ingest;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * The outcome of a delivery.
 *
 * @param accepted number of records that are on the disk and new, or a new version of a known one
 * @param duplicate number of records that are on the disk and were known already, unchanged or in a newer version
 * @param rejected the first values that were rejected
 */
@JsonPropertyOrder({"accepted", "duplicate", "rejected"})
public record Receipt(
        @JsonProperty("accepted") int accepted,
        @JsonProperty("duplicate") int duplicate,
        @JsonProperty("rejected") List<Rejected> rejected) {

    /**
     * A value that was rejected.
     *
     * @param index of the value within the delivery, from 0
     * @param reason the label of a {@link io.thelook.model.Rejection}
     * @param detail the reason in words
     */
    @JsonPropertyOrder({"index", "reason", "detail"})
    public record Rejected(
            @JsonProperty("index") int index,
            @JsonProperty("reason") String reason,
            @JsonProperty("detail") String detail) {}
}
