package io.thelook.service.fanout;

import static io.thelook.concurrency.Interleavings.check;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A message while several event loops write it. */
@Tag("slow")
class MessageInterleavingTest {

    private static final String TEXT = "{\"type\":\"update\",\"sequence\":1}".repeat(8);

    @Test
    void forms_forSeveralLanes_areMadeOnce() {
        explore(() -> {
            Message first = new Message(TEXT);
            byte[] last = first.compressed(null).bytes();
            Message message = Message.after(first, TEXT);
            Message.Compressed[] alone = new Message.Compressed[2];
            Message.Compressed[] following = new Message.Compressed[2];

            together(
                    () -> {
                        alone[0] = message.compressed(null);
                        following[0] = message.compressed(last);
                    },
                    () -> {
                        following[1] = message.compressed(last);
                        alone[1] = message.compressed(null);
                    });

            check(alone[0] == alone[1], "made twice: alone");
            check(following[0] == following[1], "made twice: after the one before");
            check(alone[0].bytes() == following[0].bytes(), "one peer is taken to have another text");
        });
    }
}
