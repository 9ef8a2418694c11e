package io.thelook.dashboard.history;

import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The hand-over of changes from the engine's thread to the one that writes the history. */
@Tag("slow")
class WaitingInterleavingTest {

    @Test
    void changes_whileTheWriterTakesSome_areAllTakenOnce() {
        explore(() -> {
            Waiting waiting = new Waiting();
            List<Change> written = new ArrayList<>();

            together(
                    () -> {
                        waiting.orderRemoved("1");
                        waiting.orderRemoved("2");
                    },
                    () -> written.addAll(waiting.take(List.of()).changes()));
            written.addAll(waiting.take(List.of()).changes());

            equal(written.size(), 2, "changes written");
        });
    }
}
