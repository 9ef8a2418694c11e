package io.thelook.producer;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigValidationException;
import io.thelook.model.FeedEncoding;
import io.thelook.service.start.ConfigFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The variables, through application.properties, to the settings. */
class ProducerConfigTest {

    @Test
    void nothingSet_givesTheSeedsDefaults() {
        ProducerConfig config = config(Map.of());

        assertThat(config.waitTime()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.maxIterations()).isEqualTo(-1);
        assertThat(config.lookback()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.refreshSeconds()).isEqualTo(5);
        assertThat(config.pushMillis()).isEqualTo(20);
        assertThat(config.seed()).isEmpty();
        assertThat(config.feedEncoding()).isEqualTo(FeedEncoding.ARRAY);
        assertThat(config.backfill()).isTrue();
        assertThat(config.maxRecords()).isEqualTo(150_000);
        assertThat(config.maxClients()).isEqualTo(2_000);
        assertThat(config.maxInFlightMb()).isEmpty();
        assertThat(config.slowClientSeconds()).isEqualTo(30);
    }

    @Test
    void everythingSet_isMapped() {
        ProducerConfig config = config(Map.ofEntries(
                entry("WAIT_SECONDS", "0.001"),
                entry("MAX_ITERATIONS", "7"),
                entry("LOOKBACK_MINUTES", "10"),
                entry("REFRESH_SECONDS", "1"),
                entry("PUSH_MILLIS", "10"),
                entry("SEED", "-3"),
                entry("FEED_ENCODING", "string"),
                entry("BACKFILL", "false"),
                entry("MAX_RECORDS", "9"),
                entry("MAX_CLIENTS", "8"),
                entry("MAX_IN_FLIGHT_MB", "5"),
                entry("SLOW_CLIENT_SECONDS", "6")));

        assertThat(config.waitTime()).isEqualTo(Duration.ofMillis(1));
        assertThat(config.maxIterations()).isEqualTo(7);
        assertThat(config.lookback()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.refreshSeconds()).isEqualTo(1);
        assertThat(config.pushMillis()).isEqualTo(10);
        assertThat(config.seed()).hasValue(-3);
        assertThat(config.feedEncoding()).isEqualTo(FeedEncoding.STRING);
        assertThat(config.backfill()).isFalse();
        assertThat(config.maxRecords()).isEqualTo(9);
        assertThat(config.maxClients()).isEqualTo(8);
        assertThat(config.maxInFlightMb()).contains(5);
        assertThat(config.slowClientSeconds()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "WAIT_SECONDS, 0",
        "WAIT_SECONDS, 3600.1",
        "MAX_ITERATIONS, -2",
        "LOOKBACK_MINUTES, 0",
        "LOOKBACK_MINUTES, 1441",
        "REFRESH_SECONDS, 0",
        "REFRESH_SECONDS, 3601",
        "PUSH_MILLIS, 9",
        "PUSH_MILLIS, 60001",
        "MAX_RECORDS, 0",
        "MAX_RECORDS, 1000001",
        "MAX_CLIENTS, 0",
        "MAX_CLIENTS, 100001",
        "MAX_IN_FLIGHT_MB, 0",
        "SLOW_CLIENT_SECONDS, 0",
        "SLOW_CLIENT_SECONDS, 3601"
    })
    void outOfRange_isRefusedByNameAndValue(String variable, String value) {
        assertThatThrownBy(() -> config(Map.of(variable, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining(" " + variable + "=" + value + ": expected ");
    }

    private static ProducerConfig config(Map<String, String> variables) {
        return ConfigFixture.config(ProducerConfig.class, variables);
    }
}
