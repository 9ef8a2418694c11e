package io.thelook.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsCheckTest {

    @ConfigMapping(prefix = "shop")
    interface ShopConfig {
        @Range(least = 0.001, most = 3600, unit = "seconds")
        @WithConverter(Decimal.class)
        BigDecimal waitSeconds();

        @Range(least = 1, most = 10_000_000)
        int maxRecords();

        @Range(least = -1, most = Long.MAX_VALUE, words = "0 or more, or -1 for no end")
        long maxIterations();

        @Range(least = 1, most = 64, unit = "megabytes")
        Optional<Integer> maxFrameMb();

        @Secret(leastLength = 8)
        Optional<String> token();

        String name();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait-seconds   | 0                   | WAIT_SECONDS=0: expected a number of seconds from 0.001 to 3600",
                "wait-seconds   | 3600.5              | WAIT_SECONDS=3600.5: expected a number of seconds from 0.001 to 3600",
                "wait-seconds   | 3600.0000000000001  | WAIT_SECONDS=3600.0000000000001: expected a number of seconds from 0.001 to 3600",
                "max-records    | 10000001            | MAX_RECORDS=10000001: expected a whole number from 1 to 10000000",
                "max-iterations | -2                  | MAX_ITERATIONS=-2: expected 0 or more, or -1 for no end",
                "max-frame-mb   | 65                  | MAX_FRAME_MB=65: expected a whole number of megabytes from 1 to 64",
                "token          | geheim7             | TOKEN=(not shown): expected 8 characters or more",
            })
    void outOfRange_isRefusedByNameValueAndWhatWasExpected(String setting, String value, String line) {
        assertThat(StartFailure.explain(catchThrowable(() -> map(Map.of(setting, value)))))
                .hasValueSatisfying(lines -> assertThat(lines).containsExactly("configuration: " + line));
    }

    @ParameterizedTest
    @CsvSource({
        "wait-seconds, 0.001",
        "wait-seconds, 3600",
        "max-records, 1",
        "max-records, 10000000",
        "max-iterations, -1",
        "max-iterations, 9223372036854775807",
        "max-frame-mb, 64",
        "token, geheim78"
    })
    void withinTheRange_isTaken(String setting, String value) {
        assertThat(map(Map.of(setting, value)).name()).isEqualTo("shop");
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "5d", "0x1p3", "1,5"})
    void noDecimalNumber_isRefusedByNameAndValue(String value) {
        assertThat(StartFailure.explain(catchThrowable(() -> map(Map.of("wait-seconds", value)))))
                .hasValueSatisfying(lines -> assertThat(lines)
                        .containsExactly("configuration: WAIT_SECONDS=" + value + ": expected a number such as 0.5"));
    }

    @Test
    void severalOutOfRange_areAllSaid() {
        assertThat(StartFailure.explain(catchThrowable(() -> map(Map.of("max-records", "0", "wait-seconds", "-1")))))
                .hasValueSatisfying(lines -> assertThat(lines)
                        .containsExactly(
                                "configuration: MAX_RECORDS=0: expected a whole number from 1 to 10000000",
                                "configuration: WAIT_SECONDS=-1: expected a number of seconds from 0.001 to 3600"));
    }

    private static ShopConfig map(Map<String, String> set) {
        Map<String, String> values = new HashMap<>(
                Map.of("wait-seconds", "0.5", "max-records", "9", "max-iterations", "-1", "name", "shop"));
        values.putAll(set);
        Map<String, String> properties = new HashMap<>();
        values.forEach((name, value) -> properties.put("shop." + name, value));
        return new SmallRyeConfigBuilder()
                .withMapping(ShopConfig.class)
                .withCustomizers(new SettingsCheck())
                .withDefaultValues(properties)
                .build()
                .getConfigMapping(ShopConfig.class);
    }
}
