package io.thelook.dashboard.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The part of a view about problems with the feed's messages and records. All counts are since the start, except
 * {@code aheadRecords}.
 *
 * @param rejectedRecords invalid records
 * @param rejectedReason the most frequent reason of these, in words; {@code null} if there are none
 * @param allRejected whether no record of the feed's window can be used
 * @param malformedFrames frames that could not be read
 * @param lateRecords records that arrived too late for any window
 * @param droppedRecords records that were dropped early because there were too many
 * @param aheadRecords records now in the window that are more than a minute ahead of the feed's clock
 */
@JsonPropertyOrder({
    "rejected_records",
    "rejected_reason",
    "all_rejected",
    "malformed_frames",
    "late_records",
    "dropped_records",
    "ahead_records"
})
public record Problems(
        @JsonProperty("rejected_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long rejectedRecords,

        @JsonProperty("rejected_reason") @JsonInclude(JsonInclude.Include.NON_NULL)
        String rejectedReason,

        @JsonProperty("all_rejected") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        boolean allRejected,

        @JsonProperty("malformed_frames") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long malformedFrames,

        @JsonProperty("late_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long lateRecords,

        @JsonProperty("dropped_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long droppedRecords,

        @JsonProperty("ahead_records") @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        long aheadRecords) {

    private static final Problems NONE = new Problems(0, null, false, 0, 0, 0, 0);

    /** Returns this, or {@code null} if there are no problems. */
    public Problems orNull() {
        return equals(NONE) ? null : this;
    }
}
