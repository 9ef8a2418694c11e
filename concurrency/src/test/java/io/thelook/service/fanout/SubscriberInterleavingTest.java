package io.thelook.service.fanout;

import static io.thelook.concurrency.Interleavings.check;
import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import io.thelook.concurrency.Tasks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A subscriber while the lane of its socket delivers messages, the network reports that one has left, and the
 * connection ends.
 */
@Tag("slow")
class SubscriberInterleavingTest {

    private static final String LARGE = "whole 1 " + "x".repeat(70_000);

    @Test
    void updates_whileTheClientTakesThem_buildOnEachOther() {
        explore(() -> {
            FanOut fanOut = new FanOut(new Tasks());
            Client client = new Client();
            Subscriber subscriber = fanOut.join(client);
            deliver(subscriber, "whole 0");

            together(
                    () -> {
                        deliver(subscriber, "update 1");
                        deliver(subscriber, "update 2");
                        deliver(subscriber, "update 3");
                    },
                    () -> {
                        client.take(true);
                        client.take(true);
                    });
            fanOut.settle();

            client.verify();
            fanOut.verify(4);
        });
    }

    @Test
    void updates_whileOneCannotBeSent_waitForAWhole() {
        explore(() -> {
            FanOut fanOut = new FanOut(new Tasks());
            Client client = new Client();
            Subscriber subscriber = fanOut.join(client);
            deliver(subscriber, "whole 0");

            together(
                    () -> {
                        deliver(subscriber, "update 1");
                        deliver(subscriber, "whole 2");
                        deliver(subscriber, "update 3");
                    },
                    () -> client.take(false));
            fanOut.settle();

            client.verify();
            fanOut.verify(4);
        });
    }

    @Test
    void leave_whileMessagesAreDelivered_accountsForEach() {
        explore(() -> {
            FanOut fanOut = new FanOut(new Tasks());
            Client client = new Client();
            Subscriber subscriber = fanOut.join(client);

            together(
                    () -> {
                        deliver(subscriber, "whole 1");
                        deliver(subscriber, "whole 2");
                    },
                    client::end);
            fanOut.settle();

            client.verify();
            fanOut.verify(2);
            equal(fanOut.audience.size(), 0, "peers");
        });
    }

    @Test
    void largeMessages_whileAClientLeaves_shareTheRoomInTurn() {
        explore(() -> {
            Large large = new Large();
            deliver(large.two, LARGE);

            together(() -> deliver(large.three, LARGE), large::free);

            large.verify();
        });
    }

    @Test
    void largeMessages_whileRoomIsFreed_doNotMissIt() {
        explore(() -> {
            Large large = new Large();

            together(
                    () -> {
                        deliver(large.two, LARGE);
                        deliver(large.three, LARGE);
                    },
                    large::free);

            large.verify();
        });
    }

    /** Three subscribers and room for one large message, which the first one has taken. */
    private static final class Large {

        private final FanOut fanOut = new FanOut(new Tasks());
        private final Client first = new Client();
        private final Client second = new Client();
        private final Client third = new Client();
        private final Subscriber two;
        private final Subscriber three;

        private Large() {
            deliver(fanOut.join(first), LARGE);
            two = fanOut.join(second);
            three = fanOut.join(third);
        }

        /** The first one's message has left, and the second one leaves. */
        void free() {
            first.take(true);
            second.end();
        }

        /** Fails unless the third one gets its message, and all three count. */
        void verify() {
            check(!second.isBusy() || !third.isBusy(), "more is in flight than there is room for");
            fanOut.settle();
            third.verify(1);
            fanOut.verify(3);
        }
    }

    /** Does what a task on the lane does. */
    private static void deliver(Subscriber subscriber, String text) {
        subscriber.deliver(null, new Message(text), 1, text.startsWith("whole"));
    }
}
