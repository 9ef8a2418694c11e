package io.thelook.service.fanout;

import static io.thelook.concurrency.Interleavings.equal;

import io.thelook.concurrency.Tasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** An audience with a group, and room for one large message. */
final class FanOut {

    private static final long ROOM = 100_000;

    final Audience audience = new Audience(4, Duration.ofSeconds(10), new Room(ROOM), () -> 0);
    final Group group = audience.newGroup();
    private final List<Client> clients = new ArrayList<>();

    private final Executor lane;

    /** What the group has come to, from 0 to 9. One thread of a scenario changes it. */
    private int state;

    private int wholes;

    /** @param lane of all sockets */
    FanOut(Executor lane) {
        this.lane = lane;
    }

    Subscriber join(Client client) {
        clients.add(client);
        return audience.join(client, lane).orElseThrow();
    }

    /** Sends the group its next state as a change of the one before. */
    void append() {
        state++;
        group.append("update " + state, 2);
    }

    /** Sends the state as a whole to those in the group that need it. */
    void catchUp() {
        group.catchUp(() -> {
            wholes++;
            return "whole " + state;
        });
    }

    /** How often a whole was made for those that had fallen behind. */
    int wholes() {
        return wholes;
    }

    /** Lets the clients take what is on its way, and the lane, if a scenario runs it, do its tasks. */
    void settle() {
        boolean isBusy = true;
        while (isBusy) {
            isBusy = lane instanceof Tasks tasks && tasks.run(10) > 0;
            for (Client client : clients) {
                isBusy |= client.take(true);
            }
        }
    }

    /** Lets all that is on its way arrive, and brings those up to date that have fallen behind. */
    void settleAndCatchUp() {
        settle();
        catchUp();
        settle();
    }

    /** Fails unless each message that was offered counts once, and no room is in use. */
    void verify(long offered) {
        equal(audience.sent() + audience.superseded() + audience.failed(), offered, "messages counted");
        equal(audience.inFlight(), 0, "room in use");
    }
}
