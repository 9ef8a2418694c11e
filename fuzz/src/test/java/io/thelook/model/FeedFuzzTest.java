package io.thelook.model;

import static io.thelook.model.RecordBuilder.aRecord;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thelook.fuzz.Expect;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;

/** Messages of a feed: records in any form, and those of {@code thelook.v1}. */
@Timeout(10)
@Tag("slow")
class FeedFuzzTest {

    private final FeedReader reader = new FeedReader();
    private final FrameCheck frames = new FrameCheck();

    @FuzzTest
    void messages(byte[] input) {
        String text = Expect.text(input);

        FeedMessage any = read(text, false);
        FeedMessage protocol = read(text, true);

        for (FeedMessage message : new FeedMessage[] {any, protocol}) {
            if (message != null) {
                frames.check(message.frame());
                Expect.that(message.sequence() >= 0, "a sequence number below zero");
            }
        }
        Expect.equal(String.valueOf(read(text, false)), String.valueOf(any));
        addToOthers(text, any);
    }

    private FeedMessage read(String text, boolean isProtocol) {
        try {
            return isProtocol ? reader.readProtocol(text) : reader.read(text);
        } catch (FrameException e) {
            FrameCheck.refusal(e);
            return null;
        }
    }

    /** A message that is read together with others adds all that it has, or nothing. */
    private void addToOthers(String text, FeedMessage alone) {
        FrameBuilder several = new FrameBuilder();
        several.begin();
        several.add(aRecord().build(), null, 0);
        try {
            reader.read(text, several);
            Expect.that(alone != null, "accepted with others only");
            Expect.equal(several.message(), alone.frame());
        } catch (FrameException e) {
            Expect.that(alone == null, "refused with others only");
        }
        Expect.equal(
                several.build().received(),
                1 + (alone == null ? 0 : alone.frame().received()));
    }
}
