package io.thelook.service.start;

import io.smallrye.config.ConfigMappings.ConfigClass;
import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigSourceInterceptorFactory;
import io.smallrye.config.Priorities;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Lets a {@link SettingsReader} read the project's own mappings, and {@link DerivedSettings} follow from them. SmallRye
 * Config loads it as a service.
 */
public final class SettingsCustomizer implements SmallRyeConfigBuilderCustomizer {

    private static final String OURS = "io.thelook.";

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        // The mappings are read later, when all customizers have added theirs.
        Collection<ConfigClass> mappings = builder.getMappingsBuilder().getMappings();
        builder.withInterceptorFactories(new ConfigSourceInterceptorFactory() {
            @Override
            public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
                return new SettingsReader(settings(mappings));
            }

            @Override
            public OptionalInt getPriority() {
                // Runs before the interceptor that expands expressions, to bypass it.
                return OptionalInt.of(Priorities.APPLICATION);
            }
        });
        builder.withInterceptorFactories(new ConfigSourceInterceptorFactory() {
            @Override
            public ConfigSourceInterceptor getInterceptor(ConfigSourceInterceptorContext context) {
                return ours(mappings)
                        .map(ConfigClass::getPrefix)
                        .findFirst()
                        .<ConfigSourceInterceptor>map(DerivedSettings::new)
                        .orElse(ConfigSourceInterceptorContext::proceed);
            }

            @Override
            public OptionalInt getPriority() {
                return OptionalInt.of(Priorities.APPLICATION + 1);
            }
        });
    }

    private static Stream<ConfigClass> ours(Collection<ConfigClass> mappings) {
        return mappings.stream().filter(mapping -> mapping.getType().getName().startsWith(OURS));
    }

    private static List<Setting> settings(Collection<ConfigClass> mappings) {
        return ours(mappings)
                .flatMap(mapping -> Setting.of(mapping.getType(), mapping.getPrefix()).stream())
                .toList();
    }
}
