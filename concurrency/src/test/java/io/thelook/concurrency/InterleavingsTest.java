package io.thelook.concurrency;

import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whether a fault is found. Lincheck 3.6 and 3.7 run no interleavings after a loop over a map like this one. */
@Tag("slow")
class InterleavingsTest {

    @Test
    void updateThatIsLost_afterALoopOverAMap_isFound() {
        assertThrows(
                AssertionError.class,
                () -> explore(() -> {
                    Counter counter = new Counter();
                    Map<String, String> map = new ConcurrentHashMap<>();
                    map.put("key", "value");
                    for (String value : map.values()) {
                        equal(value.length(), 5, "length");
                    }

                    together(counter::increment, counter::increment);

                    equal(counter.number, 2, "counted");
                }));
    }

    private static final class Counter {

        private int number;

        void increment() {
            number++;
        }
    }
}
