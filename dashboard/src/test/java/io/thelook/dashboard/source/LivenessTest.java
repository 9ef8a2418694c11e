package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.source.Liveness.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivenessTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final LongAccumulator longestPause = new LongAccumulator(Math::max, 0);

    /** The clock may begin anywhere, and overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 3_000_000_000L})
    void handshake_mustBeCompleteWithinTheTimeout(long start) {
        Liveness liveness = new Liveness(TIMEOUT, longestPause, start);
        liveness.heard(start + seconds(9));

        assertThat(liveness.verdict(start + seconds(10))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(start + seconds(10) + 1)).isEqualTo(Verdict.GONE);
        assertThat(liveness.reason(start + seconds(10) + 1)).isEqualTo("no handshake within 10 s");
    }

    @Test
    void peerThatAnsweredAPing_isNotAnsweringAfterItsSilenceAndGoneAfterTheTimeout() {
        Liveness liveness = opened();
        assertThat(liveness.pong(seconds(1), seconds(2))).isTrue();

        assertThat(liveness.verdict(seconds(3))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(3.2))).isEqualTo(Verdict.NOT_ANSWERING);
        assertThat(liveness.verdict(seconds(12))).isEqualTo(Verdict.NOT_ANSWERING);
        assertThat(liveness.verdict(seconds(12) + 1)).isEqualTo(Verdict.GONE);
        assertThat(liveness.reason(seconds(12) + 1)).isEqualTo("silent for 10 s");

        liveness.heard(seconds(12));
        assertThat(liveness.verdict(seconds(13))).isEqualTo(Verdict.ALIVE);
    }

    /** Issue 11, E4: such a feed, when it spoke every 60 s, was dropped after each 10 s. */
    @Test
    void peerThatHasNeverAnsweredAPing_isGoneAfterThirtyTimeouts() {
        Liveness liveness = opened();

        assertThat(liveness.verdict(seconds(60))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(300))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(300) + 1)).isEqualTo(Verdict.GONE);
    }

    @Test
    void peerThatHasNeverAnsweredAPing_mayPauseThreeTimesAsLongAsTheFeedDidBefore() {
        Liveness earlier = opened();
        earlier.message(seconds(10));
        earlier.message(seconds(210));
        earlier.message(seconds(220));
        Liveness liveness = opened();

        assertThat(liveness.verdict(seconds(600))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(600) + 1)).isEqualTo(Verdict.GONE);
    }

    @Test
    void pauseBetweenConnections_isNoneOfTheFeed() {
        Liveness liveness = opened();
        liveness.message(seconds(10_000));

        assertThat(longestPause.get()).isZero();
    }

    @Test
    void pongThatAnswersNoPing_countsAsHeardOnly() {
        Liveness liveness = opened();

        assertThat(liveness.pong(-1, seconds(5))).isFalse();
        assertThat(liveness.pong(seconds(6), seconds(5))).isFalse();

        assertThat(liveness.verdict(seconds(60))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(305))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(305) + 1)).isEqualTo(Verdict.GONE);
    }

    private Liveness opened() {
        Liveness liveness = new Liveness(TIMEOUT, longestPause, 0);
        liveness.opened(0);
        return liveness;
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }
}
