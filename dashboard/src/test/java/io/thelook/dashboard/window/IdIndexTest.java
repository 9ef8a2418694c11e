package io.thelook.dashboard.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class IdIndexTest {

    /**
     * The model: a HashMap. More ids than the first table holds, and as many removals, so that chains grow and shrink.
     */
    @Test
    void randomOperations_matchAMap() {
        long seed = System.nanoTime();
        SplittableRandom random = new SplittableRandom(seed);
        Map<Integer, String> bySlot = new HashMap<>();
        IdIndex<String> index = new IdIndex<>((slot, id) -> bySlot.get(slot).equals(id));
        Map<String, Integer> model = new HashMap<>();
        List<String> inside = new ArrayList<>();

        for (int step = 0; step < 300_000; step++) {
            boolean growing = step / 20_000 % 2 == 0;
            if (random.nextInt(10) < (growing ? 8 : 2)) {
                String id = "id-" + random.nextInt(50_000);
                int hash = index.hash(id);
                int slot = index.find(id, hash);
                assertThat(slot).as("seed %d, step %d", seed, step).isEqualTo(model.getOrDefault(id, IdIndex.ABSENT));
                if (slot == IdIndex.ABSENT) {
                    int added = index.add(hash);
                    bySlot.put(added, id);
                    assertThat(added).isBetween(0, index.capacity() - 1);
                    model.put(id, added);
                    inside.add(id);
                }
            } else if (!inside.isEmpty()) {
                int last = inside.size() - 1;
                int at = random.nextInt(inside.size());
                String id = inside.set(at, inside.get(last));
                inside.remove(last);
                index.remove(model.remove(id));
                assertThat(index.find(id, index.hash(id))).isEqualTo(IdIndex.ABSENT);
            }
            assertThat(index.size()).isEqualTo(model.size());
        }
        model.forEach((id, slot) -> assertThat(index.find(id, index.hash(id))).isEqualTo(slot));
        assertThat(model.values()).doesNotHaveDuplicates();
    }

    @Test
    void idsOfTheSameHash_areToldApart() {
        List<String> bySlot = List.of("a", "b", "c");
        IdIndex<String> index = new IdIndex<>((slot, id) -> bySlot.get(slot).equals(id));
        int a = index.add(7);
        int b = index.add(7);
        int c = index.add(7);

        index.remove(b);

        assertThat(index.find("a", 7)).isEqualTo(a);
        assertThat(index.find("b", 7)).isEqualTo(IdIndex.ABSENT);
        assertThat(index.find("c", 7)).isEqualTo(c);
        assertThat(index.add(7)).as("the slot that became free").isEqualTo(b);
    }
}
