package io.thelook.service.thread;

import static io.thelook.concurrency.Interleavings.check;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class ThrottleInterleavingTest {

    @Test
    void tryAcquire_byTwoThreadsAtOnce_permitsOne() {
        explore(() -> {
            Throttle throttle = new Throttle(Duration.ofSeconds(1), () -> 0);
            boolean[] permitted = new boolean[2];

            together(() -> permitted[0] = throttle.tryAcquire(), () -> permitted[1] = throttle.tryAcquire());

            check(permitted[0] != permitted[1], "one of the two is permitted");
        });
    }
}
