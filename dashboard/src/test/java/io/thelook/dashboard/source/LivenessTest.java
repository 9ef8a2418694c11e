package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.source.Liveness.Verdict;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LivenessTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Rhythm rhythm = new Rhythm();

    /** The clock may begin anywhere, and overflow. */
    @ParameterizedTest
    @ValueSource(longs = {0, -5_000_000_000L, Long.MAX_VALUE - 3_000_000_000L})
    void handshake_mustBeCompleteWithinTheTimeout(long start) {
        Liveness liveness = new Liveness(TIMEOUT, rhythm, start);
        liveness.heard(start + seconds(9));

        assertThat(liveness.verdict(start + seconds(10))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(start + seconds(10) + 1)).isEqualTo(Verdict.GONE);
        assertThat(liveness.reason(start + seconds(10) + 1)).isEqualTo("no handshake within 10 s");
    }

    @Test
    void peerThatAnsweredAPing_isNotAnsweringAfterAnUnansweredPingAndGoneAfterTheTimeout() {
        Liveness liveness = opened();
        liveness.pinged(seconds(1));
        assertThat(liveness.pong(seconds(1), seconds(1.1))).isTrue();
        liveness.pinged(seconds(2));
        liveness.pinged(seconds(2.5));

        assertThat(liveness.verdict(seconds(2.8))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(2.8) + 1)).isEqualTo(Verdict.NOT_ANSWERING);
        assertThat(liveness.verdict(seconds(12))).isEqualTo(Verdict.NOT_ANSWERING);
        assertThat(liveness.verdict(seconds(12) + 1)).isEqualTo(Verdict.GONE);
        assertThat(liveness.reason(seconds(12) + 1)).isEqualTo("silent for 10 s");

        liveness.heard(seconds(12));
        assertThat(liveness.verdict(seconds(13))).isEqualTo(Verdict.ALIVE);
    }

    @Test
    void peerThatAnswersPings_mayBeSilentBetweenThem() {
        Liveness liveness = opened();
        liveness.pinged(seconds(1));
        liveness.pong(seconds(1), seconds(1.1));

        assertThat(liveness.verdict(seconds(3_601))).isEqualTo(Verdict.ALIVE);
    }

    @Test
    void peerThatAnswersSlowly_hasThreeRoundTripsForTheNextAnswer() {
        Liveness liveness = opened();
        liveness.pinged(seconds(1));
        liveness.pong(seconds(1), seconds(3));
        liveness.pinged(seconds(60));

        assertThat(liveness.verdict(seconds(66))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(66) + 1)).isEqualTo(Verdict.NOT_ANSWERING);
    }

    @Test
    void peerWithoutPongsAndUnknownRhythm_isGoneAfterAnHour() {
        Liveness liveness = opened();

        assertThat(liveness.verdict(seconds(3_600))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(3_600) + 1)).isEqualTo(Verdict.GONE);
    }

    /** Such a feed was dropped after five minutes, before its first pause was known. */
    @Test
    void burstAtTheStart_isNotTheRhythm() {
        Liveness liveness = opened();
        liveness.message(0);
        liveness.message(seconds(1));
        liveness.message(seconds(2));

        assertThat(liveness.verdict(seconds(2 + 3_598))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(2 + 3_598) + 1)).isEqualTo(Verdict.GONE);
    }

    /** Such a feed, when it sent something every 60 s, was dropped after each 10 s. */
    @Test
    void peerWithoutPongsAndShortPauses_isGoneAfterThirtyTimeouts() {
        learn(60);
        Liveness liveness = opened();

        assertThat(liveness.verdict(seconds(300))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(300) + 1)).isEqualTo(Verdict.GONE);
    }

    @Test
    void peerWithoutPongs_mayPauseThreeTimesAsLongAsTheFeedDidBefore() {
        learn(200);
        Liveness liveness = opened();

        assertThat(liveness.verdict(seconds(600))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(600) + 1)).isEqualTo(Verdict.GONE);
    }

    /** An earlier connection on which the feed spoke regularly for more than an hour. */
    private void learn(int pause) {
        Liveness earlier = opened();
        for (int at = 0; at <= 3_600 + pause; at += pause) {
            earlier.message(seconds(at));
        }
    }

    @Test
    void pauseBetweenConnections_isNoneOfTheFeed() {
        long before = rhythm.longestSilence();
        Liveness liveness = opened();
        liveness.message(seconds(10_000));

        assertThat(rhythm.longestSilence()).isEqualTo(before);
    }

    @Test
    void pongThatAnswersNoPing_countsAsHeardOnly() {
        Liveness liveness = opened();

        assertThat(liveness.pong(-1, seconds(5))).isFalse();
        assertThat(liveness.pong(seconds(6), seconds(5))).isFalse();

        assertThat(liveness.verdict(seconds(3_605))).isEqualTo(Verdict.ALIVE);
        assertThat(liveness.verdict(seconds(3_605) + 1)).isEqualTo(Verdict.GONE);
    }

    /** Feeds with any pause under an hour, with any interval between pings, with and without answers to them. */
    @Test
    void regularFeed_isNeverDoubtedAndFoundWhenItDies() {
        for (int seed = 0; seed < 300; seed++) {
            new Simulation(seed).run();
        }
    }

    /** A feed that speaks regularly, after a burst, until it dies. */
    private static final class Simulation {

        private static final long TICK = seconds(0.3);

        private final String name;
        private final SplittableRandom random;
        private final long ping;
        private final boolean isAnswering;
        private final double roundTrip;
        private final long pause;
        private final long diesAt;
        private final Rhythm rhythm = new Rhythm();
        private final Liveness liveness = new Liveness(TIMEOUT, rhythm, 0);
        private final PriorityQueue<long[]> pongs = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
        private long pingedAt;
        private long messageAt;
        private int burst;

        Simulation(int seed) {
            random = new SplittableRandom(seed);
            ping = seconds(new double[] {0, 0.3, 1, 5, 60, 3_600}[random.nextInt(6)]);
            isAnswering = random.nextBoolean();
            roundTrip = random.nextBoolean() ? 0.05 : 5 * random.nextDouble();
            pause = seconds(Math.pow(10, -1 + 4.54 * random.nextDouble()));
            burst = random.nextInt(20);
            pingedAt = -ping;
            diesAt = Math.min(5 * pause, seconds(20_000)) + seconds(10);
            name = "seed " + seed + ": ping " + ping / 1e9 + " s, "
                    + (isAnswering ? "answered after " + roundTrip + " s" : "not answered") + ", pause " + pause / 1e9
                    + " s";
        }

        void run() {
            liveness.opened(0);
            long now = 0;
            while (now < diesAt) {
                now += TICK;
                deliver(Math.min(now, diesAt));
                assertThat(liveness.verdict(now)).as("%s, at %d", name, now).isEqualTo(Verdict.ALIVE);
                ping(now);
            }
            pongs.clear();
            long limit = isAnswering && ping > 0
                    ? ping + TIMEOUT.toNanos()
                    : Math.max(30 * TIMEOUT.toNanos(), rhythm.longestSilence());
            while (liveness.verdict(now) != Verdict.GONE) {
                assertThat(now).as("%s, died at %d", name, diesAt).isLessThanOrEqualTo(diesAt + limit + 2 * TICK);
                now += TICK;
                ping(now);
            }
        }

        private void deliver(long until) {
            while (messageAt <= until || !pongs.isEmpty() && pongs.peek()[0] <= until) {
                if (!pongs.isEmpty() && pongs.peek()[0] <= messageAt) {
                    long[] pong = pongs.poll();
                    liveness.pong(pong[1], pong[0]);
                } else {
                    liveness.message(messageAt);
                    messageAt += burst-- > 0 ? seconds(0.01) : pause;
                }
            }
        }

        private void ping(long now) {
            if (ping > 0 && now - pingedAt >= ping) {
                pingedAt = now;
                liveness.pinged(now);
                if (isAnswering) {
                    pongs.add(new long[] {now + seconds(roundTrip * (0.8 + 0.4 * random.nextDouble())), now});
                }
            }
        }
    }

    private Liveness opened() {
        Liveness liveness = new Liveness(TIMEOUT, rhythm, 0);
        liveness.opened(0);
        return liveness;
    }

    private static long seconds(double seconds) {
        return (long) (seconds * 1e9);
    }
}
