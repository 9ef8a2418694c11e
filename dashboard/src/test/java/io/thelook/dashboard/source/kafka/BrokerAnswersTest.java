package io.thelook.dashboard.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.Node;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAnswersTest {

    private static final Node A = new Node(1, "a", 1);
    private static final Node B = new Node(2, "b", 1);
    private static final List<Node> BOTH = List.of(A, B);
    private static final long LIMIT = Duration.ofSeconds(2).toNanos();
    private static final long STEP = Duration.ofMillis(300).toNanos();

    private final BrokerAnswers answers = new BrokerAnswers();
    private final Map<Integer, Double> responses = new HashMap<>(Map.of(1, 5.0, 2, 5.0));
    private long now;

    @ParameterizedTest
    @ValueSource(longs = {0, -7, Long.MAX_VALUE - 1_000, Long.MIN_VALUE})
    void leaderWhoseResponsesStandStill_isSilent(long start) {
        now = start;

        look(10, 1);

        assertThat(silent()).containsExactly(B);
        look(1, 1, 2);
        assertThat(silent()).isEmpty();
    }

    @Test
    void silenceWithoutFetches_isExcused() {
        look(10);
        assertThat(silent()).containsExactly(A, B);

        answers.excuse(now);

        assertThat(silent()).isEmpty();
        look(10);
        assertThat(silent()).containsExactly(A, B);
    }

    @Test
    void pauseOfTheReaderItself_isExcused() {
        look(3);
        now += Duration.ofMinutes(5).toNanos();

        look(1);

        assertThat(silent()).isEmpty();
    }

    @Test
    void leaderThatNeverAnswered_isSilentAfterAWhile() {
        responses.clear();

        look(5);
        assertThat(silent()).isEmpty();
        look(5);
        assertThat(silent()).containsExactly(A, B);
    }

    /** Looks this many times, and lets these brokers answer each time. */
    private void look(int times, int... answering) {
        for (int i = 0; i < times; i++) {
            for (int id : answering) {
                responses.merge(id, 1.0, Double::sum);
            }
            now += STEP;
            answers.look(BOTH, id -> responses.getOrDefault(id, 0.0), now);
        }
    }

    private List<Node> silent() {
        return answers.silent(BOTH, LIMIT, now);
    }
}
