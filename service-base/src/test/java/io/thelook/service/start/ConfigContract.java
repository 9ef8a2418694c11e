package io.thelook.service.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The properties of the settings of every service. The test of a service's settings extends it.
 *
 * @param <C> the settings
 */
public abstract class ConfigContract<C> {

    private static final List<String> MOSTLY_BAD_VALUES = List.of(
            "nonsense", "-7", "1.5", "1e3", "NaN", "0x10", "99999999999999999999", "-1e999", "tcp://10.0.0.1:80");

    private final Class<C> mapping;

    /** The name of the service. */
    private final String prefix;

    protected ConfigContract(Class<C> mapping) {
        this.mapping = mapping;
        this.prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
    }

    /** The settings as these environment variables have them. */
    protected final C config(Map<String, String> variables) {
        return ConfigFixture.config(mapping, variables);
    }

    /** The message when the service is started with this variable; empty if it starts. */
    protected final List<String> refusals(String variable, String value) {
        return ConfigFixture.refusals(mapping, Map.of(variable, value));
    }

    protected final void assertRefusedByNameAndValue(String variable, String value) {
        assertThatThrownBy(() -> config(Map.of(variable, value)))
                .isInstanceOf(ConfigValidationException.class)
                .hasMessageContaining("\t" + variable + "=" + value + ": expected ");
    }

    /**
     * Each pair of a variable and a value with which the service starts, of all variables and nine values bad for most.
     */
    protected final Set<String> acceptedOfMostlyBadValues() {
        return ConfigFixture.accepted(mapping, MOSTLY_BAD_VALUES);
    }

    /** ADMIN_TOKEN is one of every service. */
    @Test
    void everySecret_tooShort_isRefusedWithoutShowingIt() {
        Map<String, Integer> secrets = ConfigFixture.secrets(mapping);

        assertThat(secrets).containsEntry("ADMIN_TOKEN", 8);
        secrets.forEach((variable, length) -> {
            // One of a single character is too short only if it is empty, which counts as not set.
            if (length > 1) {
                assertThat(refusals(variable, "$".repeat(length))).isEmpty();
                assertThat(refusals(variable, "q".repeat(length - 1)))
                        .containsExactly("configuration: " + variable + "=(not shown): expected " + length
                                + " characters or more");
            }
        });
    }

    /** A secret that is part of a message by accident is then not shown. */
    @Test
    void everySecret_hasATypeThatDoesNotShowIt() throws NoSuchMethodException {
        for (Method method : mapping.getMethods()) {
            if (method.isAnnotationPresent(Secret.class)) {
                Type type = ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0];
                assertThat(type).as(method.getName()).isNotEqualTo(String.class);
                assertThat(((Class<?>) type).getMethod("toString").getDeclaringClass())
                        .as(method.getName())
                        .isEqualTo(type);
            }
        }
    }

    @Test
    void everyDefault_isDocumented() {
        ConfigFixture.defaults(mapping).forEach((variable, value) -> {
            assertThat(documented(variable)).as(variable).isNotEmpty();
            value.ifPresent(
                    expected -> assertThat(documented(variable)).as(variable).contains(expected));
        });
    }

    /**
     * The default cells of the rows of docs/settings.md for a variable, with or without the name of the service in
     * front.
     */
    private List<String> documented(String variable) {
        Map<String, List<String>> rows = ConfigFixture.documentedDefaults(Path.of("..", "docs", "settings.md"));
        return Stream.of(variable, prefix.toUpperCase(Locale.ROOT) + "_" + variable)
                .flatMap(name -> rows.getOrDefault(name, List.of()).stream())
                .toList();
    }

    @Test
    void defaultPort_isTheOneOfTheRunScript() throws IOException {
        String variable = prefix.toUpperCase(Locale.ROOT) + "_PORT";
        String port = ConfigFixture.defaults(mapping).get(variable).orElseThrow();

        assertThat(Files.readString(Path.of("..", "run"))).contains(variable + " " + port + ")");
    }

    @Test
    void applicationProperties_stateNoSettingAndExpandNothing() {
        assertThat(ConfigFixture.applicationProperties(mapping)).isNotEmpty().allSatisfy((name, value) -> {
            assertThat(name).doesNotStartWith(prefix + ".").isNotEqualTo("quarkus.http.port");
            assertThat(value).doesNotContain("${");
        });
    }
}
