package io.thelook.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The log as JSON. */
class LogFormatIT {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<JsonNode> lines(ServiceProcess service) {
        return service.log()
                .lines()
                .map(line -> {
                    try {
                        return JSON.readTree(line);
                    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
                        throw new UncheckedIOException(line, e);
                    }
                })
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "dashboard"})
    void json_everyLineIsAnObject(String name) throws InterruptedException {
        ServiceProcess service = ServiceProcess.start(
                name, ServiceProcess.freePort(), Map.of("LOG_FORMAT", "json", "REFRESH_SECONDS", "1"));
        try (service) {
            await().atMost(SOON).until(() -> service.log().contains("Listening on"));
        }
        service.awaitExit();

        assertThat(lines(service)).hasSizeGreaterThan(3).allSatisfy(line -> {
            assertThat(line.path("timestamp").asText()).startsWith("20");
            assertThat(line.path("level").asText()).isNotEmpty();
            assertThat(line.path("loggerName").asText()).isNotEmpty();
            assertThat(line.path("message").asText()).isNotEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"producer", "dashboard"})
    void json_startThatFails_endsWithObjects(String name) throws InterruptedException {
        ServiceProcess service = ServiceProcess.begin(
                name,
                ServiceProcess.freePort(),
                Map.of("LOG_FORMAT", "json", "REFRESH_SECONDS", "\"0\"", "LOOKBACK_MINUTES", "x"));

        assertThat(service.awaitExit()).isEqualTo(1);
        assertThat(lines(service)).hasSize(2).allSatisfy(line -> {
            assertThat(line.path("level").asText()).isEqualTo("ERROR");
            assertThat(line.path("message").asText())
                    .startsWith("configuration: ")
                    .contains("expected");
        });
    }

    @Test
    void otherFormat_isRefused() throws InterruptedException {
        ServiceProcess service =
                ServiceProcess.begin("producer", ServiceProcess.freePort(), Map.of("LOG_FORMAT", "xml"));

        assertThat(service.awaitExit()).isEqualTo(1);
        assertThat(service.log()).isEqualTo("configuration: LOG_FORMAT=xml: expected json or text\n");
    }
}
