package io.thelook.dashboard.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.view.LiveView;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.dashboard.window.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WholeTextsTest {

    private static final long GOOD_FOR = WholeTexts.GOOD_FOR.toMillis();

    private final AtomicInteger made = new AtomicInteger();
    private long now = 1_000;
    private final WholeTexts texts = new WholeTexts(() -> Instant.ofEpochMilli(now));
    private final LiveView view = new LiveView(Query.DEFAULT, new LiveWindow(10), Duration.ofSeconds(5), 20, 2_500);

    private String get() {
        return texts.get(view, () -> "text " + made.incrementAndGet());
    }

    @Test
    void manyWhoSubscribeAtOnce_costOneText() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(get()).isEqualTo("text 1");
        }
    }

    @Test
    void text_isMadeAgain_afterAMoment_andWhenTheClockGoesBack() {
        get();
        now += GOOD_FOR - 1;
        assertThat(get()).isEqualTo("text 1");
        now++;
        assertThat(get()).isEqualTo("text 2");
        now -= 10;
        assertThat(get()).isEqualTo("text 3");
    }

    @Test
    void textOfAViewThatHasEnded_isForgotten() {
        get();
        texts.forget(view);

        assertThat(texts.size()).isZero();
        assertThat(get()).isEqualTo("text 2");
    }
}
