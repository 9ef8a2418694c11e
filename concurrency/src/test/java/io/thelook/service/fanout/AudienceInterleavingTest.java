package io.thelook.service.fanout;

import static io.thelook.concurrency.Interleavings.check;
import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The places of an audience while several event loops open connections. */
@Tag("slow")
class AudienceInterleavingTest {

    @Test
    void join_forTheLastPlace_isNotRefusedForAnother() {
        explore(() -> {
            Audience audience = audience(1);
            Client first = new Client();
            join(audience, first);
            boolean[] joined = new boolean[2];

            together(() -> joined[0] = join(audience, new Client()), () -> {
                first.end();
                joined[1] = join(audience, new Client());
            });

            check(joined[0] != joined[1], "one of the two gets the place that is free");
            equal(audience.size(), 1, "peers");
            equal(audience.refused(), 1, "refused");
        });
    }

    @Test
    void join_whileTheServiceStops_leavesNoneOpen() {
        explore(() -> {
            Audience audience = audience(2);
            Client before = new Client();
            Client late = new Client();
            join(audience, before);
            boolean[] joined = new boolean[1];

            together(audience::closeAll, () -> joined[0] = join(audience, late));

            check(before.isClosed(), "a peer is still open");
            check(late.isClosed() || !joined[0], "a peer that joined is still open");
            equal(audience.size(), 0, "peers");
        });
    }

    private static Audience audience(int capacity) {
        return new Audience(capacity, Duration.ofSeconds(10), new Room(1), () -> 0);
    }

    private static boolean join(Audience audience, Client client) {
        return audience.join(client, Runnable::run).isPresent();
    }
}
