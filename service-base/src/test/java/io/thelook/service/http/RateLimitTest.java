package io.thelook.service.http;

import static io.thelook.service.http.RateLimit.Outcome.ADMITTED;
import static io.thelook.service.http.RateLimit.Outcome.ALL_LIMITED;
import static io.thelook.service.http.RateLimit.Outcome.NETWORK_LIMITED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimitTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private long nanos = Long.MAX_VALUE - SECOND;

    private RateLimit limit(int ofOne, int ofAll) {
        return new RateLimit(new RateLimit.Allowance(2, ofOne), new RateLimit.Allowance(10, ofAll), () -> nanos);
    }

    @Test
    void network_hasItsAllowanceAtOnce_andThenSoManyASecond() {
        RateLimit limit = limit(3, 1_000);
        for (int i = 0; i < 3; i++) {
            assertThat(limit.outlook("10.0.0.1")).isEqualTo(ADMITTED);
            assertThat(limit.admit("10.0.0.1")).isEqualTo(ADMITTED);
        }

        assertThat(limit.outlook("10.0.0.1")).isEqualTo(NETWORK_LIMITED);
        assertThat(limit.admit("10.0.0.1")).isEqualTo(NETWORK_LIMITED);
        assertThat(limit.admit("10.0.0.2")).isEqualTo(ADMITTED);

        nanos += SECOND / 2 - 1;
        assertThat(limit.admit("10.0.0.1")).isEqualTo(NETWORK_LIMITED);
        nanos++;
        assertThat(limit.admit("10.0.0.1")).as("what is refused does not count").isEqualTo(ADMITTED);
        assertThat(limit.admit("10.0.0.1")).isEqualTo(NETWORK_LIMITED);

        nanos += 100 * SECOND;
        for (int i = 0; i < 3; i++) {
            assertThat(limit.admit("10.0.0.1")).isEqualTo(ADMITTED);
        }
        assertThat(limit.admit("10.0.0.1")).isEqualTo(NETWORK_LIMITED);
    }

    @Test
    void all_haveALimitTogether_loopbackNoOther() {
        RateLimit limit = limit(1, 20);
        for (int i = 0; i < 18; i++) {
            assertThat(limit.admit("10.0.0." + i)).isEqualTo(ADMITTED);
        }
        assertThat(limit.admit("127.0.0.1")).isEqualTo(ADMITTED);
        assertThat(limit.admit(ClientAddress.network("::1"))).isEqualTo(ADMITTED);

        assertThat(limit.admit("10.0.1.1")).isEqualTo(ALL_LIMITED);
        assertThat(limit.admit("127.0.0.1")).isEqualTo(ALL_LIMITED);
        nanos += SECOND / 10;
        assertThat(limit.admit("127.0.0.1")).isEqualTo(ADMITTED);
        assertThat(limit.networks()).isEqualTo(18);
    }

    /** An attacker may have any number of networks of IPv6. */
    @Test
    void networksBeyondThoseRemembered_shareOneAllowance_andMemoryStaysBounded() {
        RateLimit limit = limit(3, 1_000_000);
        int admitted = 0;
        for (int i = 0; i < 100_000; i++) {
            admitted += limit.admit("network " + i) == ADMITTED ? 1 : 0;
        }

        assertThat(limit.networks()).isEqualTo(RateLimit.MOST_NETWORKS + 1);
        assertThat(admitted).isEqualTo(RateLimit.MOST_NETWORKS + 3);

        nanos += SECOND;
        assertThat(limit.admit("network of a person")).isEqualTo(ADMITTED);
        assertThat(limit.networks()).as("whole allowances are forgotten").isLessThanOrEqualTo(2);
    }
}
