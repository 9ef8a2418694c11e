package io.thelook.concurrency;

import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Whether a fault is found. Lincheck 3.6 and 3.7 run no interleavings after a loop over a map like this one. */
class InterleavingsTest {

    @Test
    void updateThatIsLost_afterALoopOverAMap_isFound() {
        assertThrows(
                AssertionError.class,
                () -> explore(() -> {
                    Map<String, Integer> map = new ConcurrentHashMap<>(Map.of("one", 1));
                    int[] counter = new int[1];
                    map.forEach((key, value) -> counter[0] += value);
                    for (int value : map.values()) {
                        counter[0] += value;
                    }

                    together(() -> counter[0]++, () -> counter[0]++);

                    equal(counter[0], 4, "counted");
                }));
    }
}
