package io.thelook.service.start;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.util.Map;
import java.util.function.Function;

/**
 * Derives properties of Quarkus from the service's own settings, unless they are set explicitly: the format of the log
 * from LOG_FORMAT, and tracing from OTEL_EXPORTER_OTLP_ENDPOINT. Thread-safe.
 */
final class DerivedSettings implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String LOG_FORMAT = "log-format";
    private static final String ENDPOINT = "otel-exporter-otlp-endpoint";

    /** How a property follows from a setting, whose value is empty if it is not set. */
    private record Rule(String setting, Function<String, String> value) {}

    private static final Map<String, Rule> RULES = Map.of(
            "quarkus.log.console.json.enabled",
            new Rule(LOG_FORMAT, format -> Boolean.toString(format.equals("json"))),
            "quarkus.otel.sdk.disabled",
            new Rule(ENDPOINT, endpoint -> Boolean.toString(endpoint.isEmpty())),
            "quarkus.otel.exporter.otlp.endpoint",
            new Rule(ENDPOINT, endpoint -> endpoint));

    private final String prefix;

    /** @param prefix of the service's own settings */
    DerivedSettings(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue given = context.proceed(name);
        Rule rule = RULES.get(name);
        boolean isGiven = given != null && !given.isDefault() && given.getValue() != null;
        if (rule == null || isGiven) {
            return given;
        }
        String derived = rule.value().apply(setting(context, prefix + "." + rule.setting()));
        return derived.isEmpty()
                ? given
                : ConfigValue.builder().withName(name).withValue(derived).build();
    }

    private static String setting(ConfigSourceInterceptorContext context, String property) {
        try {
            ConfigValue value = context.restart(property);
            return value == null || value.getValue() == null ? "" : value.getValue();
        } catch (BadSetting e) {
            // The mapping of the settings reports it, together with the others.
            return "";
        }
    }
}
