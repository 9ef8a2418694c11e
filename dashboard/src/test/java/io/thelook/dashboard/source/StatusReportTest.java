package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.source.SourceStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private final RecordingSink sink = new RecordingSink();
    private final Backoff backoff = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(1), new SplittableRandom(1));
    private long now = 1_000;
    private final StatusReport report = new StatusReport(sink, () -> Instant.ofEpochMilli(now), backoff);

    @Test
    void beforeTheFirstReport_thereIsNoStateAndNoReason() {
        for (State state : State.values()) {
            assertThat(report.is(state)).isFalse();
        }
        assertThat(report.reason()).isEmpty();
    }

    @Test
    void waiting_saysWhenTheNextAttemptIs_andConnectingKeepsTheReason() {
        backoff.next();

        report.waiting(Duration.ofMillis(300), "connection refused");
        now = 1_300;
        report.connecting();

        assertThat(sink.statuses())
                .containsExactly(
                        new SourceStatus(State.WAITING, 1_000, 1, 1_300, "connection refused"),
                        new SourceStatus(State.CONNECTING, 1_300, 1, 0, "connection refused"));
    }

    @Test
    void whileConnected_noAttemptIsReported() {
        backoff.next();

        report.unresponsive("not answering");
        now = 2_000;
        report.live();

        assertThat(sink.statuses())
                .containsExactly(
                        new SourceStatus(State.UNRESPONSIVE, 1_000, 0, 0, "not answering"),
                        new SourceStatus(State.LIVE, 2_000, 0, 0, ""));
        assertThat(report.is(State.LIVE)).isTrue();
    }

    @Test
    void sameStateForAnotherReason_isSinceTheFirstReport() {
        report.unresponsive("broker a:1 does not answer");
        now = 5_000;
        report.unresponsive("2 of 3 brokers do not answer");

        assertThat(sink.last())
                .isEqualTo(new SourceStatus(State.UNRESPONSIVE, 1_000, 0, 0, "2 of 3 brokers do not answer"));
    }
}
