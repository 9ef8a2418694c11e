package io.thelook.service.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DerivedSettingsTest {

    private static final String JSON = "quarkus.log.console.json.enabled";
    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";

    @ConfigMapping(prefix = "shop")
    interface ShopConfig {
        @WithDefault("text")
        LogFormat logFormat();

        @Address
        @WithConverter(OtlpEndpointConverter.class)
        Optional<String> otelExporterOtlpEndpoint();
    }

    private static SmallRyeConfig config(Map<String, String> variables, Map<String, String> properties) {
        return ConfigFixture.smallRyeConfig(ShopConfig.class, variables, properties);
    }

    @Test
    void nothingSet_logIsText_andThereAreNoTraces() {
        SmallRyeConfig config = config(Map.of(), Map.of());

        assertThat(config.getValue(JSON, boolean.class)).isFalse();
        assertThat(config.getValue(DISABLED, boolean.class)).isTrue();
        assertThat(config.getOptionalValue(ENDPOINT, String.class)).isEmpty();
    }

    @Test
    void settings_areFollowed() {
        SmallRyeConfig config = config(
                Map.of("SHOP_LOG_FORMAT", " Json ", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"), Map.of());

        assertThat(config.getValue(JSON, boolean.class)).isTrue();
        assertThat(config.getValue(DISABLED, boolean.class)).isFalse();
        assertThat(config.getValue(ENDPOINT, String.class)).isEqualTo("http://collector:4318");
    }

    @Test
    void propertiesOfQuarkus_takePrecedence() {
        SmallRyeConfig config = config(
                Map.of("LOG_FORMAT", "json", "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
                Map.of(JSON, "false", DISABLED, "true", ENDPOINT, "http://other:4318"));

        assertThat(config.getValue(JSON, boolean.class)).isFalse();
        assertThat(config.getValue(DISABLED, boolean.class)).isTrue();
        assertThat(config.getValue(ENDPOINT, String.class)).isEqualTo("http://other:4318");
    }

    @Test
    void badFormat_isLeftToTheSettingsThemselves() {
        assertThat(ConfigFixture.refusals(ShopConfig.class, Map.of("LOG_FORMAT", "xml")))
                .containsExactly("configuration: LOG_FORMAT=xml: expected json or text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"collector:4318", "grpc://collector:4317", "http://", "http://a b", "http://me:secret@collector"
            })
    void badEndpoint_isRefused_withoutSecrets(String endpoint) {
        assertThat(ConfigFixture.refusals(ShopConfig.class, Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint)))
                .singleElement()
                .asString()
                .startsWith("configuration: OTEL_EXPORTER_OTLP_ENDPOINT=")
                .endsWith("expected the address of a collector, such as http://localhost:4318")
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, TEXT",
                "-, -, json, JSON",
                "-, -, ' JSON ', JSON",
                "-, -, xml, TEXT",
                "-, text, json, TEXT",
                "-, ' ', json, JSON",
                "json, text, text, JSON"
            })
    void formatOfAFailedStart_isAskedOfTheEnvironment(String property, String own, String plain, LogFormat format) {
        assertThat(LogFormat.asked(
                        "shop",
                        name -> name.equals("shop.log-format") ? property : null,
                        name -> name.equals("SHOP_LOG_FORMAT") ? own : name.equals("LOG_FORMAT") ? plain : null))
                .isEqualTo(format);
    }

    @Test
    void line_hasTheFieldsOfTheLog() {
        Instant at = Instant.ofEpochSecond(1);

        assertThat(LogFormat.TEXT.line("a \"b\"", at)).isEqualTo("a \"b\"");
        assertThat(LogFormat.JSON.line("a \"b\"", at))
                .isEqualTo(
                        "{\"timestamp\":\"1970-01-01T00:00:01Z\",\"loggerName\":\"io.thelook.service.start.ServiceMain\","
                                + "\"level\":\"ERROR\",\"message\":\"a \\\"b\\\"\"}");
    }
}
