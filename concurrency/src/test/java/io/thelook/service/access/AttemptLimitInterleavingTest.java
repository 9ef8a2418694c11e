package io.thelook.service.access;

import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class AttemptLimitInterleavingTest {

    private static final String NETWORK = "192.0.2.1";

    @Test
    void attempts_inParallel_getNoAdditionalOnes() {
        explore(() -> {
            AttemptLimit limit = new AttemptLimit(() -> 0);
            AtomicInteger checked = new AtomicInteger();
            Runnable guess = () -> limit.attempt(NETWORK, () -> checked.incrementAndGet() < 0);
            for (int i = 0; i < AttemptLimit.BURST - 1; i++) {
                guess.run();
            }

            together(guess, guess);

            equal(checked.get(), AttemptLimit.BURST, "attempts that were checked");
        });
    }
}
