package io.thelook.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.quarkus.runtime.QuarkusBindException;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.BindException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartFailureTest {

    /** A mapping that this project does not check, such as the many of Quarkus. */
    @ConfigMapping(prefix = "quarkus.log")
    interface LogConfig {
        int lines();
    }

    @Test
    void explain_valueOfTheWrongType_isOneLineWithTheProperty() {
        Throwable failure = catchThrowable(() -> logConfig("abc"));

        assertThat(StartFailure.explain("producer", new RuntimeException("Failed to start", failure)))
                .hasValueSatisfying(lines -> assertThat(lines)
                        .containsExactly(
                                "configuration: quarkus.log.lines=abc: Expected an integer value, got \"abc\""));
    }

    @Test
    void explain_valueThatMayBeAnAddress_isShownWithoutItsSecrets() {
        Throwable failure = catchThrowable(() -> logConfig("http://me:geheim@host/a?b=geheim"));

        assertThat(StartFailure.explain("producer", failure).toString())
                .contains("quarkus.log.lines=http://host/a: ")
                .doesNotContain("geheim");
    }

    @Test
    void explain_settingRefusedLater_isOneLineInItsOwnWords() {
        assertThat(StartFailure.explain(
                        "producer",
                        new IllegalStateException(new BadSetting(
                                "PERSIST", "postgres://db/a: parameter sslmode: expected disable or require"))))
                .hasValueSatisfying(
                        lines -> assertThat(lines)
                                .containsExactly(
                                        "configuration: PERSIST=postgres://db/a: parameter sslmode: expected disable or require"));
    }

    @Test
    void explain_portTaken_namesThePortAndTheVariableOfTheService() {
        assertThat(StartFailure.explain(
                        "producer", new QuarkusBindException("localhost", 8000, new BindException("in use"))))
                .hasValueSatisfying(lines -> assertThat(lines)
                        .containsExactly(
                                "port 8000 is taken: stop what listens there, or set PRODUCER_PORT to a free one"));
    }

    @Test
    void explain_anythingElse_isLeftToTheStackTrace() {
        assertThat(StartFailure.explain("producer", new IllegalStateException("a bug")))
                .isEmpty();
    }

    private static void logConfig(String lines) {
        new SmallRyeConfigBuilder()
                .withMapping(LogConfig.class)
                .withDefaultValues(Map.of("quarkus.log.lines", lines))
                .build();
    }
}
