package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogPositionTest {

    @Test
    void text_isUnderstood() {
        for (LogPosition position : new LogPosition[] {
            LogPosition.of("Xk2_-a:b", 7, 0, Long.MAX_VALUE), LogPosition.of(3), LogPosition.of("a topic", 0, 1)
        }) {
            assertThat(LogPosition.parse(position.text())).isEqualTo(position);
        }
    }

    @Test
    void startOfALog_isNoText() {
        assertThat(LogPosition.NONE.text()).isEmpty();
        assertThat(LogPosition.of("a topic", 0, 0).text()).isEmpty();
        assertThat(LogPosition.parse("")).isEqualTo(LogPosition.NONE);
    }
}
