package io.thelook.service.thread;

import static io.thelook.concurrency.Interleavings.check;
import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A count with a limit while two threads add to it. */
@Tag("slow")
class BoundedCountInterleavingTest {

    @Test
    void add_ofWhatDoesNotFit_takesNoRoomFromAnother() {
        explore(() -> {
            BoundedCount count = new BoundedCount();
            boolean[] added = new boolean[2];

            together(() -> added[0] = count.add(11, 10), () -> added[1] = count.add(10, 10));

            check(!added[0] && added[1], "only what fits is added");
            equal(count.get(), 10, "count");
        });
    }

    @Test
    void add_ofTheLastPlace_succeedsOnce() {
        explore(() -> {
            BoundedCount count = new BoundedCount();
            boolean[] added = new boolean[2];

            together(() -> added[0] = count.add(1, 1), () -> added[1] = count.add(1, 1));

            check(added[0] != added[1], "one of the two is added");
            equal(count.get(), 1, "count");
        });
    }
}
