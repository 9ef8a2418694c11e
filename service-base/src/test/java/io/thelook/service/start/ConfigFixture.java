package io.thelook.service.start;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** A service's settings as they come out of given variables, through its application.properties and its validation. */
public final class ConfigFixture {

    private ConfigFixture() {}

    public static <T> T config(Class<T> mapping, Map<String, String> variables) {
        Properties properties = new Properties();
        try (InputStream in = mapping.getResourceAsStream("/application.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> values = new HashMap<>(variables);
        properties.forEach((key, value) -> values.put(key.toString(), value.toString()));
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(mapping)
                .withValidator(new SettingsCheck())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .build()
                .getConfigMapping(mapping);
    }
}
