package io.thelook.service.start;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A service's settings as derived from given environment variables, and the messages about refused ones. */
public final class ConfigFixture {

    private static final int SYSTEM_PROPERTIES = 400;
    private static final Pattern ROW = Pattern.compile("\\| `([A-Z_]+)`[^|]*\\| ([^|]*?) *\\|.*");

    private ConfigFixture() {}

    /** The settings as these environment variables have them. */
    public static <T> T config(Class<T> mapping, Map<String, String> variables) {
        return config(mapping, variables, Map.of());
    }

    /** The settings as these environment variables and system properties have them. */
    public static <T> T config(Class<T> mapping, Map<String, String> variables, Map<String, String> properties) {
        return smallRyeConfig(mapping, variables, properties).getConfigMapping(mapping);
    }

    static SmallRyeConfig smallRyeConfig(
            Class<?> mapping, Map<String, String> variables, Map<String, String> properties) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(mapping)
                .withCustomizers(new SettingsCustomizer())
                .withSources(new EnvConfigSource(variables, EnvConfigSource.ORDINAL))
                .withSources(new PropertiesConfigSource(properties, "system properties", SYSTEM_PROPERTIES))
                .build();
    }

    /** The message when a service is started with these variables; empty if it starts. */
    public static List<String> refusals(Class<?> mapping, Map<String, String> variables) {
        try {
            config(mapping, variables);
            return List.of();
        } catch (RuntimeException e) {
            return StartFailure.explain("shop", e)
                    .orElseThrow(() -> new AssertionError("a failure that is not explained", e));
        }
    }

    /**
     * Each pair of a plain variable and one of the values that the service starts with; all others it refuses in one
     * line. Without secrets, which may be almost anything.
     */
    public static Set<String> accepted(Class<?> mapping, List<String> values) {
        Set<String> accepted = new TreeSet<>();
        Set<String> variables = new TreeSet<>(defaults(mapping).keySet());
        variables.removeAll(secrets(mapping).keySet());
        for (String variable : variables) {
            for (String value : values) {
                List<String> lines = refusals(mapping, Map.of(variable, value));
                if (lines.isEmpty()) {
                    accepted.add(variable + "=" + value);
                } else if (lines.size() > 1
                        || !lines.get(0).matches("configuration: " + variable + "=.+: expected [^\n]+")) {
                    throw new AssertionError(variable + "=" + value + " is refused with " + lines);
                }
            }
        }
        return accepted;
    }

    /** The defaults of all settings by plain variable; empty for those that have none. */
    public static Map<String, Optional<String>> defaults(Class<?> mapping) {
        return Setting.of(mapping, mapping.getAnnotation(ConfigMapping.class).prefix()).stream()
                .collect(Collectors.toMap(Setting::plainVariable, Setting::defaultValue));
    }

    /** The least length of each secret by plain variable. */
    public static Map<String, Integer> secrets(Class<?> mapping) {
        String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
        return Setting.of(mapping, prefix).stream()
                .filter(setting -> setting.leastLength().isPresent())
                .collect(Collectors.toMap(
                        Setting::plainVariable, setting -> setting.leastLength().getAsInt()));
    }

    /** For each row of a Markdown table that begins with a variable: the variable, and the cell after it. */
    public static Map<String, List<String>> documentedDefaults(Path document) {
        try {
            return Files.readAllLines(document).stream()
                    .map(ROW::matcher)
                    .filter(Matcher::matches)
                    .collect(Collectors.groupingBy(
                            row -> row.group(1),
                            Collectors.mapping(
                                    row -> row.group(2).replace(",", ""), Collectors.toCollection(ArrayList::new))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A service's application.properties. */
    public static Map<String, String> applicationProperties(Class<?> mapping) {
        Properties properties = new Properties();
        try (InputStream in = mapping.getResourceAsStream("/application.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Function<Object, String> text = Object::toString;
        return properties.entrySet().stream()
                .collect(Collectors.toMap(text.compose(Map.Entry::getKey), text.compose(Map.Entry::getValue)));
    }
}
