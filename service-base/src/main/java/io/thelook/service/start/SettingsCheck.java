package io.thelook.service.start;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.ConfigValidationException.Problem;
import io.smallrye.config.ConfigValidator;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * Refuses settings that are out of their {@link Range}, or no good as a {@link Secret}: all of them at once, each by its
 * variable, its value and what was expected. SmallRye Config calls it for each of its mappings.
 */
public final class SettingsCheck implements ConfigValidator, SmallRyeConfigBuilderCustomizer {

    private static final String OURS = "io.thelook.";

    @Override
    public void configBuilder(SmallRyeConfigBuilder builder) {
        builder.withValidator(this);
    }

    @Override
    public void validateMapping(Class<?> mapping, String prefix, Object settings) {
        if (!mapping.getName().startsWith(OURS)) {
            return;
        }
        Problem[] problems = Arrays.stream(mapping.getMethods())
                .sorted(Comparator.comparing(Method::getName))
                .flatMap(setting ->
                        problem(setting, settings).map(words -> variable(prefix, setting) + "=" + words).stream())
                .map(Problem::new)
                .toArray(Problem[]::new);
        if (problems.length > 0) {
            throw new ConfigValidationException(problems);
        }
    }

    /** The value, if it is no good, and what was expected. */
    private static Optional<String> problem(Method setting, Object settings) {
        Range range = setting.getAnnotation(Range.class);
        if (range != null) {
            return value(setting, settings)
                    .filter(value -> !isWithin(range, value))
                    .map(value -> value + ": expected " + words(range, value));
        }
        Secret secret = setting.getAnnotation(Secret.class);
        if (secret != null) {
            return value(setting, settings)
                    .filter(value -> value.toString().length() < secret.leastLength())
                    .map(value -> "(not shown): expected " + secret.leastLength() + " characters or more");
        }
        return Optional.empty();
    }

    private static String variable(String prefix, Method setting) {
        return StartFailure.variable(prefix + "." + StringUtil.skewer(setting.getName()));
    }

    /** Empty if it is optional and not set. */
    private static Optional<?> value(Method setting, Object settings) {
        try {
            Object value = setting.invoke(settings);
            return value instanceof Optional<?> maybe ? maybe : Optional.of(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot read " + setting, e);
        }
    }

    private static boolean isWithin(Range range, Object value) {
        BigDecimal number = new BigDecimal(value.toString());
        return number.compareTo(BigDecimal.valueOf(range.least())) >= 0
                && number.compareTo(BigDecimal.valueOf(range.most())) <= 0;
    }

    private static String words(Range range, Object value) {
        if (!range.words().isEmpty()) {
            return range.words();
        }
        return (value instanceof BigDecimal ? "a number" : "a whole number")
                + (range.unit().isEmpty() ? "" : " of " + range.unit())
                + " from " + plain(range.least()) + " to " + plain(range.most());
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
