package io.thelook.service.start;

import static io.thelook.service.start.ConfigFixture.refusals;
import static io.thelook.service.start.ConfigFixture.smallRyeConfig;
import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.thelook.service.tls.ServiceCertificate;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.config.spi.Converter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

    enum Mode {
        FAST,
        VERY_FAST
    }

    @ConfigMapping(prefix = "shop")
    interface ShopConfig {
        @Port
        @WithDefault("8000")
        int port();

        @Certificate
        Optional<String> tlsCertificate();

        @WithDefault("0.5")
        @Range(least = 0.001, most = 3600, unit = "seconds")
        BigDecimal waitSeconds();

        @WithDefault("9")
        @Range(least = 1, most = 10_000_000)
        int maxRecords();

        @WithDefault("-1")
        @Range(least = -1, most = Long.MAX_VALUE, words = "0 or more, or -1 for no limit")
        long maxIterations();

        @Range(least = 1, most = 64, unit = "megabytes")
        Optional<Integer> maxFrameMb();

        @Secret(leastLength = 8)
        Optional<String> token();

        OptionalLong seed();

        @WithDefault("true")
        boolean backfill();

        @WithDefault("fast")
        Mode mode();

        @Address
        @WithConverter(Feed.class)
        @WithDefault("ws://localhost/ws")
        URI feed();

        Optional<String> name();
    }

    /** A converter that says too much. */
    public static final class Feed implements Converter<URI> {

        private static final long serialVersionUID = 1L;

        @Override
        public URI convert(String value) {
            if (!value.startsWith("ws://")) {
                throw new IllegalArgumentException(value + ": expected an address such as ws://localhost/ws");
            }
            return URI.create(value);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "WAIT_SECONDS    | 0                   | a number of seconds from 0.001 to 3600",
                "WAIT_SECONDS    | 3600.5              | a number of seconds from 0.001 to 3600",
                "WAIT_SECONDS    | 3600.0000000000001  | a number of seconds from 0.001 to 3600",
                "WAIT_SECONDS    | 1e999999999         | a number of seconds from 0.001 to 3600",
                "WAIT_SECONDS    | NaN                 | a number of seconds from 0.001 to 3600",
                "WAIT_SECONDS    | Infinity            | a number of seconds from 0.001 to 3600",
                "WAIT_SECONDS    | 5d                  | a number of seconds from 0.001 to 3600",
                "WAIT_SECONDS    | 0x1p3               | a number of seconds from 0.001 to 3600",
                "WAIT_SECONDS    | 1,5                 | a number of seconds from 0.001 to 3600",
                "MAX_RECORDS     | 0                   | a whole number from 1 to 10000000",
                "MAX_RECORDS     | 10000001            | a whole number from 1 to 10000000",
                "MAX_RECORDS     | abc                 | a whole number from 1 to 10000000",
                "MAX_RECORDS     | 1.5                 | a whole number from 1 to 10000000",
                "MAX_RECORDS     | 99999999999999999999| a whole number from 1 to 10000000",
                "SHOP_MAX_RECORDS| 0                   | a whole number from 1 to 10000000",
                "MAX_ITERATIONS  | -2                  | 0 or more, or -1 for no limit",
                "MAX_ITERATIONS  | 9223372036854775808 | 0 or more, or -1 for no limit",
                "MAX_ITERATIONS  | for ever            | 0 or more, or -1 for no limit",
                "MAX_FRAME_MB    | 65                  | a whole number of megabytes from 1 to 64",
                "SEED            | 0.5                 | a whole number from -9223372036854775808 to 9223372036854775807",
                "SEED            | 9223372036854775808 | a whole number from -9223372036854775808 to 9223372036854775807",
                "BACKFILL        | yes                 | true or false",
                "BACKFILL        | 1                   | true or false",
                "MODE            | slow                | fast or very-fast",
                "SHOP_PORT       | 0                   | a port from 1 to 65535",
                "SHOP_PORT       | 65536               | a port from 1 to 65535",
                "SHOP_PORT       | http                | a port from 1 to 65535",
                "SHOP_PORT       | http://10.0.0.1:80  | a port from 1 to 65535"
            })
    void badValue_isRefusedInOneLineWithItsVariable(String variable, String value, String expected) {
        assertThat(refusals(ShopConfig.class, Map.of(variable, value)))
                .containsExactly("configuration: " + variable + "=" + value + ": expected " + expected);
    }

    @Test
    void severalBadValues_areAllRefused() {
        assertThat(refusals(ShopConfig.class, Map.of("MAX_RECORDS", "x", "WAIT_SECONDS", "-1", "MODE", "slow")))
                .containsExactlyInAnyOrder(
                        "configuration: MAX_RECORDS=x: expected a whole number from 1 to 10000000",
                        "configuration: WAIT_SECONDS=-1: expected a number of seconds from 0.001 to 3600",
                        "configuration: MODE=slow: expected fast or very-fast");
    }

    @Test
    void badSecret_isNotShown() {
        assertThat(refusals(ShopConfig.class, Map.of("TOKEN", "geheim7")))
                .containsExactly("configuration: TOKEN=(not shown): expected 8 characters or more");
    }

    @Test
    void badAddress_isShownWithoutItsSecrets() {
        assertThat(refusals(ShopConfig.class, Map.of("FEED", "http://me:geheim@shop.example/a?token=geheim")))
                .containsExactly(
                        "configuration: FEED=http://shop.example/a: expected an address such as ws://localhost/ws");
        assertThat(refusals(ShopConfig.class, Map.of("FEED", "http://me:ge/heim@shop.example/a")))
                .containsExactly("configuration: FEED=(not shown): expected an address such as ws://localhost/ws");
    }

    @Test
    void badValueOfSeveralLines_isShownInOne() {
        assertThat(refusals(ShopConfig.class, Map.of("MODE", "a\nb" + "c".repeat(300))))
                .containsExactly("configuration: MODE=a?b" + "c".repeat(197) + "…: expected fast or very-fast");
    }

    @ParameterizedTest
    @CsvSource({
        "WAIT_SECONDS, 0.001",
        "WAIT_SECONDS, 3600",
        "MAX_RECORDS, 1",
        "MAX_RECORDS, 10000000",
        "MAX_ITERATIONS, -1",
        "MAX_ITERATIONS, 9223372036854775807",
        "SEED, -9223372036854775808",
        "MAX_FRAME_MB, 64",
        "TOKEN, geheim78",
        "BACKFILL, False",
        "BACKFILL, off",
        "BACKFILL, On",
        "SHOP_PORT, 65535",
        "MAX_RECORDS, ' 7 '"
    })
    void goodValue_isTaken(String variable, String value) {
        assertThat(refusals(ShopConfig.class, Map.of(variable, value))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"very-fast", "VERY_FAST", "Very-Fast", " very-fast "})
    void wordOfAnEnum_isTakenInEveryCase(String value) {
        assertThat(shop(Map.of("MODE", value)).mode()).isEqualTo(Mode.VERY_FAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pa$$word123", "${HOME}-secret", "a\\$b\\$\\$c-long", "$", "100%-of-it${"})
    void dollars_areCharactersLikeAnyOther(String value) {
        ShopConfig shop = shop(Map.of("NAME", value, "HOME", "expanded"));

        assertThat(shop.name()).contains(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void emptyOrBlank_isNotSet(String nothing) {
        ShopConfig shop = shop(Map.of(
                "MAX_RECORDS", nothing,
                "SHOP_MAX_RECORDS", nothing,
                "MAX_FRAME_MB", nothing,
                "SEED", nothing,
                "TOKEN", nothing,
                "MODE", nothing,
                "FEED", nothing,
                "SHOP_PORT", nothing));

        assertThat(shop.maxRecords()).isEqualTo(9);
        assertThat(shop.maxFrameMb()).isEmpty();
        assertThat(shop.seed()).isEmpty();
        assertThat(shop.token()).isEmpty();
        assertThat(shop.mode()).isEqualTo(Mode.FAST);
        assertThat(shop.feed()).hasToString("ws://localhost/ws");
        assertThat(shop.port()).isEqualTo(8_000);
    }

    @Test
    void propertyThenOwnVariableThenPlainVariable_isTaken() {
        Map<String, String> both = Map.of("SHOP_MAX_RECORDS", "2", "MAX_RECORDS", "3");

        assertThat(shop(Map.of("MAX_RECORDS", "3")).maxRecords()).isEqualTo(3);
        assertThat(shop(both).maxRecords()).isEqualTo(2);
        assertThat(ConfigFixture.config(ShopConfig.class, both, Map.of("shop.max-records", "1"))
                        .maxRecords())
                .isEqualTo(1);
        assertThat(shop(Map.of("SHOP_MAX_RECORDS", "", "MAX_RECORDS", "3")).maxRecords())
                .isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"8000,", "5, 5", "8000, tcp://10.96.0.13:3000", "8000, udp://10.96.0.13:53", "8000, ''"})
    void port_isTheServers_andKubernetesAddressesAreIgnored(int expected, String value) {
        Map<String, String> variables = value == null ? Map.of() : Map.of("SHOP_PORT", value);

        assertThat(shop(variables).port()).isEqualTo(expected);
        assertThat(smallRyeConfig(ShopConfig.class, variables, Map.of()).getValue("quarkus.http.port", int.class))
                .isEqualTo(expected);
    }

    @Test
    void port_ofOthers_isNotTheServers() {
        assertThat(shop(Map.of("PORT", "7")).port()).isEqualTo(8_000);
    }

    @Test
    void port_asQuarkusProperty_isTheServers() {
        assertThat(smallRyeConfig(ShopConfig.class, Map.of("SHOP_PORT", "5"), Map.of("quarkus.http.port", "6"))
                        .getValue("quarkus.http.port", int.class))
                .isEqualTo(6);
    }

    @Test
    void withACertificate_thePortSpeaksTlsOnly() {
        SmallRyeConfig config =
                smallRyeConfig(ShopConfig.class, Map.of("SHOP_PORT", "5", "TLS_CERTIFICATE", "cert.pem"), Map.of());

        assertThat(config.getValue("quarkus.http.ssl-port", int.class)).isEqualTo(5);
        assertThat(config.getValue("quarkus.http.insecure-requests", String.class))
                .isEqualTo("disabled");
        assertThat(config.getValue("quarkus.http.tls-configuration-name", String.class))
                .isEqualTo(ServiceCertificate.NAME);
        assertThat(config.getValue("quarkus.tls.service.reload-period", String.class))
                .isEqualTo("5s");
    }

    @Test
    void withoutACertificate_theServerIsAsQuarkusHasIt() {
        SmallRyeConfig config = smallRyeConfig(
                ShopConfig.class, Map.of("TLS_CERTIFICATE", " "), Map.of("quarkus.tls.service.reload-period", ""));

        assertThat(config.getOptionalValue("quarkus.http.insecure-requests", String.class))
                .isEmpty();
        assertThat(config.getOptionalValue("quarkus.http.tls-configuration-name", String.class))
                .isEmpty();
        assertThat(config.getOptionalValue("quarkus.tls.service.reload-period", String.class))
                .isEmpty();
    }

    @Test
    void settingsOfQuarkus_haveTheLastWord() {
        assertThat(smallRyeConfig(
                                ShopConfig.class,
                                Map.of("TLS_CERTIFICATE", "cert.pem"),
                                Map.of("quarkus.tls.service.reload-period", "1h"))
                        .getValue("quarkus.tls.service.reload-period", String.class))
                .isEqualTo("1h");
    }

    @Test
    void variablesOfAServiceOfThatName_doNotStopTheStart() {
        assertThat(refusals(
                        ShopConfig.class,
                        Map.of(
                                "SHOP_SERVICE_HOST", "10.96.0.13",
                                "SHOP_SERVICE_PORT", "3000",
                                "SHOP_PORT", "tcp://10.96.0.13:3000",
                                "SHOP_PORT_3000_TCP", "tcp://10.96.0.13:3000",
                                "SHOP_PORT_3000_TCP_PROTO", "tcp",
                                "SHOP_PORT_3000_TCP_ADDR", "10.96.0.13")))
                .isEmpty();
    }

    private static ShopConfig shop(Map<String, String> variables) {
        return ConfigFixture.config(ShopConfig.class, variables);
    }
}
