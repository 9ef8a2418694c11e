package io.thelook.service.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.WithDefault;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivedSettingsTest {

    private static final String JSON = "quarkus.log.console.json.enabled";

    @ConfigMapping(prefix = "shop")
    interface ShopConfig {
        @WithDefault("text")
        LogFormat logFormat();
    }

    private static SmallRyeConfig config(Map<String, String> variables, Map<String, String> properties) {
        return ConfigFixture.smallRyeConfig(ShopConfig.class, variables, properties);
    }

    @Test
    void nothingSet_logIsText() {
        SmallRyeConfig config = config(Map.of(), Map.of());

        assertThat(config.getValue(JSON, boolean.class)).isFalse();
    }

    @Test
    void settings_areFollowed() {
        SmallRyeConfig config = config(Map.of("SHOP_LOG_FORMAT", " Json "), Map.of());

        assertThat(config.getValue(JSON, boolean.class)).isTrue();
    }

    @Test
    void propertiesOfQuarkus_takePrecedence() {
        SmallRyeConfig config = config(Map.of("LOG_FORMAT", "json"), Map.of(JSON, "false"));

        assertThat(config.getValue(JSON, boolean.class)).isFalse();
    }

    @Test
    void badFormat_isLeftToTheSettingsThemselves() {
        assertThat(ConfigFixture.refusals(ShopConfig.class, Map.of("LOG_FORMAT", "xml")))
                .containsExactly("configuration: LOG_FORMAT=xml: expected json or text");
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
