package io.thelook.service.start;

import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.Converter;

/**
 * A setting of a service: an abstract method of its {@code @ConfigMapping} interface. The names of both determine its
 * environment variables: PRODUCER_MAX_RECORDS or else MAX_RECORDS for the method {@code maxRecords} of the prefix
 * {@code producer}. Immutable.
 *
 * <p>A setting is a whole number, a {@link BigDecimal} (both may have a {@link Range}), a boolean, an enum, a text, a
 * {@link SecretText}, or has a converter; it may be optional. The messages of a converter's exceptions contain
 * "expected …".
 */
final class Setting {

    /** The values of a switch; the last two are understood, too. */
    private static final List<String> SWITCHES = List.of("true", "false", "on", "off");

    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,30}");
    private static final String EXPECTED = "expected ";
    private static final int MAX_PORT = 65_535;

    private final Method method;
    private final String prefix;
    private final Class<?> type;

    private Setting(Method method, String prefix) {
        this.method = method;
        this.prefix = prefix;
        this.type = type(method);
        if (!isNumber() && !isBoolean() && !type.isEnum() && !isText() && !hasConverter()) {
            throw new IllegalStateException(method + ": expected a converter for this type of setting");
        }
    }

    /** The settings of a mapping interface. */
    static List<Setting> of(Class<?> mapping, String prefix) {
        return Arrays.stream(mapping.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()))
                .map(method -> new Setting(method, prefix))
                .toList();
    }

    private static Class<?> type(Method method) {
        if (method.getReturnType() == OptionalLong.class) {
            return long.class;
        }
        return method.getReturnType() == Optional.class
                ? (Class<?>) ((ParameterizedType) method.getGenericReturnType()).getActualTypeArguments()[0]
                : method.getReturnType();
    }

    /** The name of the setting's property, {@code producer.max-records}. */
    String property() {
        return prefix + "." + StringUtil.skewer(method.getName());
    }

    /** The variable that only this service reads, PRODUCER_MAX_RECORDS. */
    String ownVariable() {
        return variable(property());
    }

    /**
     * The variable that other services may also read, MAX_RECORDS; for a {@link Port} the same as {@link #ownVariable}.
     */
    String plainVariable() {
        return isPort() ? ownVariable() : variable(StringUtil.skewer(method.getName()));
    }

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    boolean isPort() {
        return method.isAnnotationPresent(Port.class);
    }

    boolean isCertificate() {
        return method.isAnnotationPresent(Certificate.class);
    }

    Optional<String> defaultValue() {
        return Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value);
    }

    /** The fewest characters that it may have, if it is a {@link Secret}. */
    OptionalInt leastLength() {
        Secret secret = method.getAnnotation(Secret.class);
        return secret == null ? OptionalInt.empty() : OptionalInt.of(secret.leastLength());
    }

    /**
     * Returns the value in the form that its type's converter reads.
     *
     * @param variable the variable that the value comes from
     * @throws BadSetting if the value is not valid
     */
    String read(String variable, String value) {
        String text = isNumber() || isBoolean() || type.isEnum() ? value.strip() : value;
        if (!isGood(text)) {
            throw new BadSetting(variable, shown(value), expected(text));
        }
        return type.isEnum() ? word(text) : text;
    }

    private boolean isGood(String text) {
        if (hasConverter()) {
            return refusal(text).isEmpty();
        }
        if (isNumber()) {
            return number(text).filter(this::isWithin).isPresent();
        }
        if (isBoolean()) {
            return SWITCHES.contains(text.toLowerCase(Locale.ROOT));
        }
        if (type.isEnum()) {
            return words().contains(word(text));
        }
        return text.length() >= leastLength().orElse(0);
    }

    private String shown(String value) {
        if (method.isAnnotationPresent(Secret.class)) {
            return Shown.NOTHING;
        }
        return method.isAnnotationPresent(Address.class) ? Shown.address(value) : Shown.text(value);
    }

    private String expected(String text) {
        if (hasConverter()) {
            return refusal(text).orElseThrow();
        }
        if (isPort()) {
            return "a port from 1 to " + MAX_PORT;
        }
        if (isNumber()) {
            return inWords();
        }
        if (isBoolean()) {
            return "true or false";
        }
        return type.isEnum() ? String.join(" or ", words()) : leastLength().orElseThrow() + " characters or more";
    }

    private String inWords() {
        Range range = method.getAnnotation(Range.class);
        if (range != null && !range.words().isEmpty()) {
            return range.words();
        }
        return (isWhole() ? "a whole number" : "a number")
                + (range == null || range.unit().isEmpty() ? "" : " of " + range.unit())
                + " from " + least().toPlainString() + " to " + most().toPlainString();
    }

    private boolean isWithin(BigDecimal number) {
        return number.compareTo(least()) >= 0 && number.compareTo(most()) <= 0;
    }

    private BigDecimal least() {
        if (isPort()) {
            return BigDecimal.ONE;
        }
        Range range = method.getAnnotation(Range.class);
        return range == null ? BigDecimal.valueOf(Long.MIN_VALUE) : plain(range.least());
    }

    private BigDecimal most() {
        if (isPort()) {
            return BigDecimal.valueOf(MAX_PORT);
        }
        Range range = method.getAnnotation(Range.class);
        return range == null ? BigDecimal.valueOf(Long.MAX_VALUE) : plain(range.most());
    }

    /** Converts a bound exactly, even {@code Long.MAX_VALUE}, which a double rounds up. */
    private static BigDecimal plain(double number) {
        return number >= Long.MAX_VALUE
                ? BigDecimal.valueOf(Long.MAX_VALUE)
                : BigDecimal.valueOf(number).stripTrailingZeros();
    }

    /** The number; empty if the text is not a number of this type. */
    private Optional<BigDecimal> number(String text) {
        if (isWhole() && !WHOLE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** The expectation of the converter; empty if it accepts the text. */
    private Optional<String> refusal(String text) {
        Class<? extends Converter<?>> converter =
                method.getAnnotation(WithConverter.class).value();
        try {
            return converter.getConstructor().newInstance().convert(text) == null
                    ? Optional.of("a value")
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            // Use only the text after "expected": the text before it may contain the value, which may be a secret.
            String message = String.valueOf(e.getMessage());
            int at = message.indexOf(EXPECTED);
            return Optional.of(at < 0 ? "another value" : message.substring(at + EXPECTED.length()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot create " + converter, e);
        }
    }

    private boolean hasConverter() {
        return method.isAnnotationPresent(WithConverter.class);
    }

    private boolean isWhole() {
        return type == int.class || type == Integer.class || type == long.class || type == Long.class;
    }

    private boolean isText() {
        return type == String.class || type == SecretText.class;
    }

    private boolean isNumber() {
        return isWhole() || type == BigDecimal.class;
    }

    private boolean isBoolean() {
        return type == boolean.class || type == Boolean.class;
    }

    private List<String> words() {
        return Arrays.stream(type.getEnumConstants())
                .map(each -> word(each.toString()))
                .sorted()
                .collect(Collectors.toList());
    }

    private static String word(String text) {
        return text.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
