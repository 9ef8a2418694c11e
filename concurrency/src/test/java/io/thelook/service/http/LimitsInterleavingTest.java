package io.thelook.service.http;

import static io.thelook.concurrency.Interleavings.check;
import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The limits on clients while several event loops ask them. */
@Tag("slow")
class LimitsInterleavingTest {

    private static final String NETWORK = "192.0.2.1";

    @Test
    void rate_ofOneAtOnce_admitsOneOfTwo() {
        explore(() -> {
            RateLimit.Allowance one = new RateLimit.Allowance(1, 1);
            RateLimit limit = new RateLimit(one, one, () -> 0);
            RateLimit.Outcome[] outcomes = new RateLimit.Outcome[2];

            together(() -> outcomes[0] = limit.admit(NETWORK), () -> outcomes[1] = limit.admit(NETWORK));

            check(
                    (outcomes[0] == RateLimit.Outcome.ADMITTED) != (outcomes[1] == RateLimit.Outcome.ADMITTED),
                    "one of the two is admitted");
        });
    }

    @Test
    void connections_openedAndClosedAtOnce_areCounted() {
        explore(() -> {
            OpenConnections open = new OpenConnections(3, 3);
            open.add(NETWORK);
            open.add(NETWORK);

            together(() -> open.add(NETWORK), () -> open.remove(NETWORK));

            equal(open.size(), 2, "connections");
        });
    }
}
