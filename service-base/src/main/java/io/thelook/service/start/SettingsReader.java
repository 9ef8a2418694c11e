package io.thelook.service.start;

import static java.util.function.Function.identity;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.Expressions;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Reads each {@link Setting} from the first of these sources that is present and not blank: its property, such as the
 * system property {@code producer.max-records}; the variable with the service's name, PRODUCER_MAX_RECORDS; the plain
 * variable, MAX_RECORDS; its {@code @WithDefault}. Values are literal: {@code $} has no special meaning.
 *
 * <p>The settings of Quarkus' server follow from ours, unless they are set explicitly: it listens on the port from the
 * {@link Port} setting, and speaks TLS and nothing else on it if the {@link Certificate} setting is present.
 *
 * <p>Thread-safe. Throws {@link BadSetting} for an invalid value.
 */
final class SettingsReader implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final Logger LOG = Logger.getLogger(SettingsReader.class);
    private static final Set<String> PORTS = Set.of("quarkus.http.port", "quarkus.http.ssl-port");

    /** The further settings with which the server speaks only TLS and checks for a renewed certificate. */
    private static final Map<String, String> SECURE = Map.of(
            "quarkus.http.insecure-requests", "disabled",
            "quarkus.http.tls-configuration-name", "service",
            "quarkus.tls.service.reload-period", "5s");

    /** The form of the value that Kubernetes gives PRODUCER_PORT for a Service named producer. */
    private static final Pattern SERVICE_LINK = Pattern.compile("(tcp|udp|sctp)://.*", Pattern.DOTALL);

    /** Variables whose value was ignored, to log each only once: a service reads its configuration several times. */
    private static final Set<String> IGNORED = ConcurrentHashMap.newKeySet();

    private final transient Map<String, Setting> settings;
    private final transient Optional<Setting> port;
    private final transient Optional<Setting> certificate;

    SettingsReader(Collection<Setting> settings) {
        this.settings = settings.stream().collect(Collectors.toMap(Setting::property, identity()));
        this.port = settings.stream().filter(Setting::isPort).findAny();
        this.certificate = settings.stream().filter(Setting::isCertificate).findAny();
    }

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        Setting setting = settings.get(name);
        if (setting != null) {
            return read(context, setting);
        }
        ConfigValue value = context.proceed(name);
        return isGiven(value) ? value : derived(context, name).orElse(value);
    }

    /** The value of a setting of Quarkus that follows from one of ours. */
    private Optional<ConfigValue> derived(ConfigSourceInterceptorContext context, String name) {
        if (PORTS.contains(name)) {
            return port.map(setting -> read(context, setting));
        }
        return Optional.ofNullable(SECURE.get(name))
                .filter(value -> certificate.isPresent() && read(context, certificate.get()) != null)
                .map(value ->
                        ConfigValue.builder().withName(name).withValue(value).build());
    }

    private static ConfigValue read(ConfigSourceInterceptorContext context, Setting setting) {
        ConfigValue property = literal(context, setting.property());
        boolean isVariable = property != null
                && property.getConfigSourceName() != null
                && property.getConfigSourceName().startsWith(EnvConfigSource.NAME);
        String propertysVariable = isVariable ? setting.ownVariable() : setting.plainVariable();
        if (isFor(setting, propertysVariable, property)) {
            return read(setting, propertysVariable, property);
        }
        ConfigValue plain = literal(context, setting.plainVariable());
        if (isFor(setting, setting.plainVariable(), plain)) {
            return read(setting, setting.plainVariable(), plain);
        }
        return setting.defaultValue()
                .map(value -> ConfigValue.builder()
                        .withName(setting.property())
                        .withValue(value)
                        .build())
                .orElse(null);
    }

    private static ConfigValue read(Setting setting, String variable, ConfigValue given) {
        return given.from().withValue(setting.read(variable, given.getValue())).build();
    }

    private static ConfigValue literal(ConfigSourceInterceptorContext context, String name) {
        return Expressions.withoutExpansion(() -> context.proceed(name));
    }

    private static boolean isGiven(ConfigValue value) {
        return value != null
                && !value.isDefault()
                && value.getValue() != null
                && !value.getValue().isBlank();
    }

    private static boolean isFor(Setting setting, String variable, ConfigValue value) {
        if (!isGiven(value)) {
            return false;
        }
        if (setting.isPort() && SERVICE_LINK.matcher(value.getValue()).matches()) {
            if (IGNORED.add(variable)) {
                LOG.warnf(
                        "%s=%s is ignored: it is Kubernetes' address of a Service, not a port",
                        variable, Shown.address(value.getValue()));
            }
            return false;
        }
        return true;
    }
}
