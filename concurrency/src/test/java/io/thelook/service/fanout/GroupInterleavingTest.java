package io.thelook.service.fanout;

import static io.thelook.concurrency.Interleavings.check;
import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import io.thelook.concurrency.Tasks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A group while one thread sends to it and another changes a subscriber, or the lane of its socket serves it. */
@Tag("slow")
class GroupInterleavingTest {

    @Test
    void fallBehind_whileTheOthersCatchUp_isNotForgotten() {
        explore(() -> {
            FanOut fanOut = new FanOut(Runnable::run);
            Client client = new Client();
            Subscriber subscriber = fanOut.join(client);
            subscriber.enter(fanOut.group);
            subscriber.offer("whole 0");
            client.take(true);

            together(subscriber::fallBehind, fanOut::catchUp);
            fanOut.settleAndCatchUp();

            check(fanOut.wholes() > 0, "it got no whole but the one that it had");
        });
    }

    @Test
    void fallBehind_whileAWholeIsOnItsWay_isNotForgotten() {
        explore(() -> {
            Tasks lane = new Tasks();
            FanOut fanOut = new FanOut(lane);
            Client client = new Client();
            Subscriber subscriber = fanOut.join(client);
            subscriber.enter(fanOut.group);
            subscriber.offer("whole 0");

            together(subscriber::fallBehind, () -> lane.run(3));
            fanOut.settleAndCatchUp();

            equal(fanOut.wholes(), 1, "wholes after the one that was on its way");
        });
    }

    @Test
    void enter_afterAWholeFromElsewhere_doesNotTakeItForTheGroups() {
        explore(() -> {
            FanOut fanOut = new FanOut(new Tasks());
            Client client = new Client();
            Subscriber subscriber = fanOut.join(client);
            subscriber.offer("whole 7");

            together(() -> subscriber.enter(fanOut.group), fanOut::append);
            fanOut.settleAndCatchUp();

            client.verify(1);
        });
    }
}
