package io.thelook.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.WithConverter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartFailureTest {

    @ConfigMapping(prefix = "shop")
    interface ShopConfig {
        int refreshSeconds();

        @WithConverter(YesOrNo.class)
        boolean backfill();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "abc | true    | configuration: REFRESH_SECONDS=abc: Expected an integer value, got \"abc\"",
                "5   | perhaps | configuration: BACKFILL=perhaps: expected true or false",
            })
    void explain_valueOfTheWrongType_isOneLineWithTheVariable(String seconds, String backfill, String line) {
        Throwable failure = catchStart(seconds, backfill);

        assertThat(StartFailure.explain(new RuntimeException("Failed to start", failure)))
                .hasValueSatisfying(lines -> assertThat(lines).containsExactly(line));
    }

    @Test
    void explain_portTaken_namesThePort() {
        assertThat(StartFailure.explain(
                        new QuarkusBindException("localhost", 8000, new java.net.BindException("in use"))))
                .hasValueSatisfying(lines -> assertThat(lines.get(0)).startsWith("port 8000 is taken"));
    }

    @Test
    void explain_anythingElse_isLeftToTheStackTrace() {
        assertThat(StartFailure.explain(new IllegalStateException("a bug"))).isEmpty();
    }

    @Test
    void yesOrNo_anythingElse_isRefused() {
        assertThat(new YesOrNo().convert("TRUE")).isTrue();
        assertThat(new YesOrNo().convert("false")).isFalse();
        assertThatThrownBy(() -> new YesOrNo().convert("1")).hasMessage("expected true or false");
    }

    private static Throwable catchStart(String seconds, String backfill) {
        try {
            new SmallRyeConfigBuilder()
                    .withMapping(ShopConfig.class)
                    .withDefaultValues(Map.of("shop.refresh-seconds", seconds, "shop.backfill", backfill))
                    .build();
            throw new AssertionError("the start should fail");
        } catch (RuntimeException e) {
            return e;
        }
    }
}
