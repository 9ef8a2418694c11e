package io.thelook.service.http;

import static io.thelook.service.http.OpenConnections.Outcome.ADMITTED;
import static io.thelook.service.http.OpenConnections.Outcome.ALL_FULL;
import static io.thelook.service.http.OpenConnections.Outcome.NETWORK_FULL;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpenConnectionsTest {

    private final OpenConnections open = new OpenConnections(2, 5);

    @Test
    void networkThatHasTooMany_isRefused_untilOneIsClosed() {
        assertThat(open.add("10.0.0.1")).isEqualTo(ADMITTED);
        assertThat(open.add("10.0.0.1")).isEqualTo(ADMITTED);
        assertThat(open.add("10.0.0.1")).isEqualTo(NETWORK_FULL);
        assertThat(open.isFull("10.0.0.1")).isTrue();
        assertThat(open.add("10.0.0.2")).isEqualTo(ADMITTED);
        assertThat(open.size()).isEqualTo(3);

        open.remove("10.0.0.1");
        assertThat(open.add("10.0.0.1")).isEqualTo(ADMITTED);
    }

    @Test
    void allTogether_haveALimit_loopbackAndProxiesNoOther() {
        for (int i = 0; i < 3; i++) {
            assertThat(open.add("127.0.0.1")).isEqualTo(ADMITTED);
        }
        assertThat(open.add(OpenConnections.UNKNOWN)).isEqualTo(ADMITTED);
        assertThat(open.add(ClientAddress.network("::1"))).isEqualTo(ADMITTED);

        assertThat(open.add("127.0.0.1")).isEqualTo(ALL_FULL);
        assertThat(open.add("10.0.0.1")).isEqualTo(ALL_FULL);
        open.remove(OpenConnections.UNKNOWN);
        assertThat(open.add("10.0.0.1")).isEqualTo(ADMITTED);
    }

    @Test
    void clientOfAProxy_countsForItsNetwork_notAgainInAll() {
        open.add(OpenConnections.UNKNOWN);
        assertThat(open.addFurther("10.0.0.1")).isTrue();
        assertThat(open.addFurther("10.0.0.1")).isTrue();
        assertThat(open.addFurther("10.0.0.1")).isFalse();
        assertThat(open.size()).isEqualTo(1);

        open.removeFurther("10.0.0.1");
        open.removeFurther("10.0.0.1");
        assertThat(open.networks()).isZero();
        assertThat(open.addFurther("10.0.0.1")).isTrue();
    }
}
