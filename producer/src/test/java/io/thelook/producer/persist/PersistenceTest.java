package io.thelook.producer.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.store.Shop;
import io.thelook.service.start.BadSetting;
import io.thelook.service.start.ConfigFixture;
import io.thelook.service.testing.FreePort;
import java.io.IOException;
import java.util.Map;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponse.Status;
import org.junit.jupiter.api.Test;

class PersistenceTest {

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void off_hasNoThreadAndNoMeters() {
        Persistence persistence = persistence(Map.of());
        persistence.open(new Shop(1).catalogue());

        assertThat(registry.getMeters()).isEmpty();
        assertThat(persistence.writer()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("persist");
        HealthCheckResponse health = new PersistReadiness(persistence).call();
        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getData()).hasValue(Map.of("state", "off"));
    }

    @Test
    void databaseAway_isUpAndSaysWhy() throws IOException {
        Persistence persistence =
                persistence(Map.of("PERSIST", "postgres://me:geheim@127.0.0.1:" + FreePort.next() + "/shop"));
        PersistReadiness readiness = new PersistReadiness(persistence);
        assertThat(readiness.call().getData().orElseThrow()).containsEntry("state", "connecting");
        persistence.open(new Shop(1).catalogue());
        try {
            await().untilAsserted(() -> assertThat(readiness.call().getData().orElseThrow())
                    .containsEntry("state", "retrying")
                    .containsEntry("waiting", 0L)
                    .containsEntry("dropped", 0L)
                    .hasEntrySatisfying("reason", reason -> assertThat(reason)
                            .asString()
                            .contains("refused")
                            .doesNotContain("geheim")));
            assertThat(readiness.call().getStatus()).isEqualTo(Status.UP);
            assertThat(registry.get("thelook.persist.failures")
                            .tag("kind", "passing")
                            .functionCounter()
                            .count())
                    .isPositive();
        } finally {
            persistence.close();
        }
    }

    @Test
    void unusableAddress_isRefusedByItsVariable() {
        assertThatThrownBy(() -> persistence(Map.of("PERSIST", "postgres://me:geheim@db/shop?loggerFile=geheim")))
                .isInstanceOf(BadSetting.class)
                .hasMessageStartingWith("PERSIST=postgres://db/shop: parameter loggerFile: expected one of ")
                .hasMessageNotContaining("geheim");
    }

    private Persistence persistence(Map<String, String> variables) {
        return new Persistence(ConfigFixture.config(ProducerConfig.class, variables), registry);
    }
}
