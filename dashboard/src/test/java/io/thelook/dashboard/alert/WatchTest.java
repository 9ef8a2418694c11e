package io.thelook.dashboard.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.alert.Notice.Kind;
import io.thelook.dashboard.window.Query;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Webhook WEBHOOK =
            new Webhook("ops", Format.JSON, URI.create("https://a.example/"), Optional.empty());

    /** Each token is a second: a value, or - for an unknown one. F, S and R are the messages. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "above, 10, 10, 0, 0 | 9 10 11 12 10 9 11 | . . F . R . F",
                "below, 10, 10, 0, 0 | 11 10 9 8 10 11 9  | . . F . R . F",
                "above, 10, 7, 0, 0  | 11 9 8 7 8 11      | F . . R . F",
                "below, 10, 13, 0, 0 | 9 11 12 13 12 9    | F . . R . F",
                "above, 10, 10, 2, 0 | 11 11 11 11        | . . F .",
                "above, 10, 10, 2, 0 | 11 11 9 11 11 11   | . . . . . F",
                "above, 10, 10, 2, 0 | 11 11 - 11 11 11   | . . . . . F",
                "above, 10, 10, 2, 0 | 11 11 11 9 9 9 9   | . . F . . R .",
                "above, 10, 10, 2, 0 | 11 11 11 9 11 9 11 | . . F . . . .",
                "above, 10, 10, 0, 0 | 11 - - - 11        | F . . . .",
                "below, 10, 10, 0, 0 | - - - 11           | . . . .",
                "above, 10, 10, 0, 3 | 11 11 11 11 11 11 11 9 | F . . S . . S R",
                "above, 10, 10, 0, 3 | 11 - - - 9 9 9 9   | F . . S R . . ."
            })
    void values_leadToMessages(String rule, String values, String expected) {
        String[] parts = rule.split(", ");
        Watch watch = new Watch(rule(
                parts[0], new BigDecimal(parts[1]), new BigDecimal(parts[2]), parts[3], Integer.parseInt(parts[4])));
        List<String> messages = new ArrayList<>();
        long now = Long.MAX_VALUE - 3 * SECOND;

        for (String value : values.strip().split(" +")) {
            messages.add(watch.judge(value.equals("-") ? Optional.empty() : Optional.of(new BigDecimal(value)), now)
                    .map(kind -> kind.name().substring(0, 1))
                    .orElse("."));
            now += SECOND;
        }

        assertThat(String.join(" ", messages)).isEqualTo(expected);
    }

    private static Rule rule(String side, BigDecimal limit, BigDecimal recovery, String hold, int repeatSeconds) {
        return new Rule(
                "x",
                "",
                Query.DEFAULT,
                new Condition(
                        Figure.NUM_ORDERS,
                        side.equals("above") ? Condition.Side.ABOVE : Condition.Side.BELOW,
                        limit,
                        recovery),
                Duration.ofSeconds(Long.parseLong(hold)),
                repeatSeconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(repeatSeconds)),
                List.of(WEBHOOK));
    }

    /** For any values, firing and recovery alternate, and are the hold time apart. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyValues_openAtMostOneAlert(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int hold = random.nextInt(20);
        boolean isAbove = random.nextBoolean();
        BigDecimal limit = BigDecimal.valueOf(50);
        BigDecimal recovery = BigDecimal.valueOf(isAbove ? 50 - random.nextInt(20) : 50 + random.nextInt(20));
        Rule rule = rule(isAbove ? "above" : "below", limit, recovery, Integer.toString(hold), 30);
        Watch watch = new Watch(rule);
        long now = random.nextLong();
        long start = now;
        long turnedAt = Long.MIN_VALUE;
        boolean isOpen = false;
        long last = 0;

        for (int i = 0; i < 20_000; i++) {
            now += random.nextLong(4 * SECOND);
            last = Math.floorMod(last + random.nextInt(21) - 10, 101);
            Optional<BigDecimal> value =
                    random.nextInt(50) == 0 ? Optional.empty() : Optional.of(BigDecimal.valueOf(last));
            Optional<Kind> kind = random.nextInt(10) == 0 ? watch.repeat(now) : watch.judge(value, now);
            if (kind.isPresent() && kind.get() != Kind.STILL_FIRING) {
                assertThat(kind.get()).as("seed %d, step %d", seed, i).isEqualTo(isOpen ? Kind.RECOVERED : Kind.FIRING);
                assertThat(
                                isOpen
                                        ? rule.condition().isOver(value.get())
                                        : rule.condition().isBeyond(value.get()))
                        .isTrue();
                isOpen = !isOpen;
                if (turnedAt != Long.MIN_VALUE) {
                    assertThat(now - start - turnedAt).isGreaterThanOrEqualTo(hold * SECOND);
                }
                turnedAt = now - start;
            } else if (kind.isPresent()) {
                assertThat(isOpen).as("seed %d, step %d", seed, i).isTrue();
            }
            assertThat(watch.isFiring()).isEqualTo(isOpen);
        }
    }

    @Test
    void swingingValue_withAHold_saysNothing() {
        Watch watch = new Watch(rule("above", BigDecimal.TEN, BigDecimal.TEN, "30", 0));
        List<Kind> messages = new ArrayList<>();

        for (int second = 0; second < 3_600; second++) {
            watch.judge(Optional.of(BigDecimal.valueOf(second % 20 < 10 ? 11 : 9)), second * SECOND)
                    .ifPresent(messages::add);
        }

        assertThat(messages).isEmpty();
    }
}
