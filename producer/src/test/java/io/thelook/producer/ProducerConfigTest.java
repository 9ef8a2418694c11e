package io.thelook.producer;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.model.FeedEncoding;
import io.thelook.producer.publish.format.PublishFormat;
import io.thelook.producer.store.Behaviour;
import io.thelook.service.start.ConfigContract;
import io.thelook.service.start.LogFormat;
import io.thelook.service.start.SecretText;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings as the environment variables set them. */
class ProducerConfigTest extends ConfigContract<ProducerConfig> {

    ProducerConfigTest() {
        super(ProducerConfig.class);
    }

    @Test
    void nothingSet_givesTheSeedsDefaults() {
        ProducerConfig config = config(Map.of());

        assertThat(config.port()).isEqualTo(8_000);
        assertThat(config.logFormat()).isEqualTo(LogFormat.TEXT);
        assertThat(config.otelExporterOtlpEndpoint()).isEmpty();
        assertThat(config.visits().perSecond()).hasValue(2);
        assertThat(config.behaviour()).isEqualTo(new Behaviour(Behaviour.Mode.SHOP, 1, 2_880, 50_000));
        assertThat(config.maxOpenOrders()).isEqualTo(200_000);
        assertThat(config.adminToken()).isEmpty();
        assertThat(config.publish()).isEmpty();
        assertThat(config.publishFormat()).isEqualTo(PublishFormat.THELOOK);
        assertThat(config.publishToken()).isEmpty();
        assertThat(config.publishSecret()).isEmpty();
        assertThat(config.publishBuffer()).isEqualTo(100_000);
        assertThat(config.kafkaConfig()).isEmpty();
        assertThat(config.maxIterations()).isEqualTo(-1);
        assertThat(config.lookback()).isEqualTo(Duration.ofMinutes(5));
        assertThat(config.refreshSeconds()).isEqualTo(5);
        assertThat(config.pushMillis()).isEqualTo(20);
        assertThat(config.seed()).isEmpty();
        assertThat(config.feedEncoding()).isEqualTo(FeedEncoding.ARRAY);
        assertThat(config.backfill()).isTrue();
        assertThat(config.backfillDays()).isEqualTo(8);
        assertThat(config.withoutPast()).isEmpty();
        assertThat(config.maxRecords()).isEqualTo(150_000);
        assertThat(config.maxClients()).isEqualTo(2_000);
        assertThat(config.connections()).isEqualTo(3_000);
        assertThat(config.maxConnectionsPerAddress()).isEqualTo(2_000);
        assertThat(config.maxHandshakes()).isEqualTo(2_000);
        assertThat(config.maxHandshakesPerAddress()).isEqualTo(100);
        assertThat(config.maxRequests()).isEqualTo(2_000);
        assertThat(config.maxRequestsPerAddress()).isEqualTo(200);
        assertThat(config.maxQuietSeconds()).isEqualTo(75);
        assertThat(config.maxMessages()).isEqualTo(100);
        assertThat(config.maxInFlightMb()).isEmpty();
        assertThat(config.slowClientSeconds()).isEqualTo(30);
    }

    @Test
    void everythingSet_isMapped() {
        ProducerConfig config = config(Map.ofEntries(
                entry("PRODUCER_PORT", "13"),
                entry("LOG_FORMAT", "JSON"),
                entry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
                entry("WAIT_SECONDS", "0.001"),
                entry("MODE", "steady"),
                entry("TIME_SCALE", "1.5"),
                entry("LIFECYCLE_SCALE", "2.5"),
                entry("CUSTOMERS", "11"),
                entry("MAX_OPEN_ORDERS", "12"),
                entry("PERSIST", "postgres://me:pa$$word@db/shop"),
                entry("PERSIST_BUFFER", "14"),
                entry("PUBLISH", "http://me:pa$$word@hook/x"),
                entry("PUBLISH_FORMAT", "WooCommerce"),
                entry("PUBLISH_TOKEN", "a$$t"),
                entry("PUBLISH_SECRET", "a$$s"),
                entry("PUBLISH_BUFFER", "15"),
                entry("KAFKA_CONFIG", "/etc/kafka.properties"),
                entry("TLS_CERTIFICATE", "pom.xml"),
                entry("TLS_KEY", "pom.xml"),
                entry("ADMIN_TOKEN", "a $$ token of mine"),
                entry("FEED_TOKEN", "t0k3n-$$1"),
                entry("ALLOWED_ORIGINS", "https://intranet.example"),
                entry("TRUSTED_PROXIES", "10.0.0.0/8"),
                entry("MAX_ITERATIONS", "7"),
                entry("LOOKBACK_MINUTES", "10"),
                entry("REFRESH_SECONDS", "1"),
                entry("PRODUCER_PUSH_MILLIS", "10"),
                entry("SEED", "-3"),
                entry("FEED_ENCODING", "string"),
                entry("BACKFILL", "false"),
                entry("BACKFILL_DAYS", "35"),
                entry("PRODUCER_MAX_RECORDS", "9"),
                entry("MAX_CLIENTS", "8"),
                entry("MAX_CONNECTIONS", "21"),
                entry("MAX_CONNECTIONS_PER_ADDRESS", "22"),
                entry("MAX_HANDSHAKES", "23"),
                entry("MAX_HANDSHAKES_PER_ADDRESS", "24"),
                entry("MAX_REQUESTS", "25"),
                entry("MAX_REQUESTS_PER_ADDRESS", "26"),
                entry("MAX_QUIET_SECONDS", "28"),
                entry("MAX_MESSAGES", "27"),
                entry("MAX_IN_FLIGHT_MB", "5"),
                entry("SLOW_CLIENT_SECONDS", "6")));

        assertThat(config.port()).isEqualTo(13);
        assertThat(config.logFormat()).isEqualTo(LogFormat.JSON);
        assertThat(config.otelExporterOtlpEndpoint()).contains("http://collector:4318");
        assertThat(config.visits().perSecond()).hasValue(1_000);
        assertThat(config.behaviour()).isEqualTo(Behaviour.steady());
        assertThat(config.timeScale()).isEqualByComparingTo("1.5");
        assertThat(config.lifecycleScale()).isEqualByComparingTo("2.5");
        assertThat(config.customers()).isEqualTo(11);
        assertThat(config.maxOpenOrders()).isEqualTo(12);
        assertThat(config.persist()).contains("postgres://me:pa$$word@db/shop");
        assertThat(config.persistBuffer()).isEqualTo(14);
        assertThat(config.publish()).contains("http://me:pa$$word@hook/x");
        assertThat(config.publishFormat()).isEqualTo(PublishFormat.WOOCOMMERCE);
        assertThat(config.publishToken().map(SecretText::value)).contains("a$$t");
        assertThat(config.publishSecret().map(SecretText::value)).contains("a$$s");
        assertThat(config.publishBuffer()).isEqualTo(15);
        assertThat(config.kafkaConfig()).contains("/etc/kafka.properties");
        assertThat(config.tlsCertificate()).get().hasToString("pom.xml");
        assertThat(config.tlsKey()).get().hasToString("pom.xml");
        assertThat(config.adminToken().map(SecretText::value)).contains("a $$ token of mine");
        assertThat(config.maxIterations()).isEqualTo(7);
        assertThat(config.lookback()).isEqualTo(Duration.ofMinutes(10));
        assertThat(config.refreshSeconds()).isEqualTo(1);
        assertThat(config.pushMillis()).isEqualTo(10);
        assertThat(config.seed()).hasValue(-3);
        assertThat(config.feedEncoding()).isEqualTo(FeedEncoding.STRING);
        assertThat(config.backfill()).isFalse();
        assertThat(config.backfillDays()).isEqualTo(35);
        assertThat(config.maxRecords()).isEqualTo(9);
        assertThat(config.maxClients()).isEqualTo(8);
        assertThat(config.connections()).isEqualTo(21);
        assertThat(config.maxConnectionsPerAddress()).isEqualTo(22);
        assertThat(config.maxHandshakes()).isEqualTo(23);
        assertThat(config.maxHandshakesPerAddress()).isEqualTo(24);
        assertThat(config.maxRequests()).isEqualTo(25);
        assertThat(config.maxRequestsPerAddress()).isEqualTo(26);
        assertThat(config.maxQuietSeconds()).isEqualTo(28);
        assertThat(config.maxMessages()).isEqualTo(27);
        assertThat(config.maxInFlightMb()).contains(5);
        assertThat(config.slowClientSeconds()).isEqualTo(6);
    }

    @Test
    void shop_behavesAtItsScales() {
        assertThat(config(Map.of("TIME_SCALE", "1.5", "LIFECYCLE_SCALE", "2.5", "CUSTOMERS", "11"))
                        .behaviour())
                .isEqualTo(new Behaviour(Behaviour.Mode.SHOP, 1.5, 2.5, 11));
    }

    @Test
    void rate_takesThePlaceOfTheWait() {
        assertThat(config(Map.of("RATE", "0.1")).visits().perSecond()).hasValue(.1);
        assertThat(config(Map.of("RATE", "100000", "WAIT_SECONDS", "1"))
                        .visits()
                        .perSecond())
                .hasValue(100_000);
        assertThat(config(Map.of("RATE", "max")).visits().perSecond()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BACKFILL=false",
                "BACKFILL_DAYS=0",
                "MODE=steady",
                "RATE=max",
                "MAX_ITERATIONS=0",
                "MAX_ITERATIONS=7"
            })
    void past_isTurnedOffByEachOfThese(String setting) {
        String[] variable = setting.split("=");

        assertThat(config(Map.of(variable[0], variable[1])).withoutPast()).contains(setting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.09", "100000.1", "maximum", "-1"})
    void rate_unusable_isRefusedByValue(String value) {
        assertThat(refusals("RATE", value))
                .containsExactly("configuration: RATE=" + value
                        + ": expected a number of users per second from 0.1 to 100000, or max");
    }

    @ParameterizedTest
    @CsvSource({
        "TIME_SCALE, 0.9",
        "TIME_SCALE, 100001",
        "LIFECYCLE_SCALE, 0",
        "LIFECYCLE_SCALE, 100001",
        "CUSTOMERS, 0",
        "CUSTOMERS, 1000001",
        "MAX_OPEN_ORDERS, 0",
        "MAX_OPEN_ORDERS, 5000001",
        "WAIT_SECONDS, 0",
        "WAIT_SECONDS, 3600.1",
        "MAX_ITERATIONS, -2",
        "LOOKBACK_MINUTES, 0",
        "LOOKBACK_MINUTES, 1441",
        "BACKFILL_DAYS, -1",
        "BACKFILL_DAYS, 36",
        "REFRESH_SECONDS, 0",
        "REFRESH_SECONDS, 3601",
        "PUSH_MILLIS, 9",
        "PUSH_MILLIS, 60001",
        "MAX_RECORDS, 0",
        "MAX_RECORDS, 1000001",
        "PUBLISH_BUFFER, 0",
        "PUBLISH_BUFFER, 10000001",
        "MAX_CLIENTS, 0",
        "MAX_CLIENTS, 100001",
        "MAX_CONNECTIONS, 9",
        "MAX_CONNECTIONS_PER_ADDRESS, 0",
        "MAX_HANDSHAKES, 0",
        "MAX_HANDSHAKES_PER_ADDRESS, 0",
        "MAX_REQUESTS, 0",
        "MAX_REQUESTS_PER_ADDRESS, 0",
        "MAX_QUIET_SECONDS, 0",
        "MAX_MESSAGES, 19",
        "MAX_IN_FLIGHT_MB, 0",
        "SLOW_CLIENT_SECONDS, 0",
        "SLOW_CLIENT_SECONDS, 3601"
    })
    void outOfRange_isRefusedByNameAndValue(String variable, String value) {
        assertRefusedByNameAndValue(variable, value);
    }

    @Test
    void pushMillisAndMaxRecords_areThisServicesOwnFirst() {
        ProducerConfig config = config(Map.of(
                "PUSH_MILLIS", "30",
                "MAX_RECORDS", "31",
                "PRODUCER_MAX_RECORDS", "32",
                "DASHBOARD_PUSH_MILLIS", "33",
                "DASHBOARD_MAX_RECORDS", "34"));

        assertThat(config.pushMillis()).isEqualTo(30);
        assertThat(config.maxRecords()).isEqualTo(32);
    }

    /** Addresses and what belongs to them are refused later: see DatabaseTest and PublicationTest. */
    @Test
    void badValues_ofEverySetting_areRefusedInOneLine() {
        assertThat(acceptedOfMostlyBadValues())
                .filteredOn(
                        accepted -> !accepted.matches("(PERSIST|PUBLISH|PUBLISH_TOKEN|PUBLISH_SECRET|KAFKA_CONFIG)=.*"))
                .containsExactly(
                        "LIFECYCLE_SCALE=1.5",
                        "LIFECYCLE_SCALE=1e3",
                        "PRODUCER_PORT=tcp://10.0.0.1:80",
                        "RATE=1.5",
                        "RATE=1e3",
                        "SEED=-7",
                        "TIME_SCALE=1.5",
                        "TIME_SCALE=1e3",
                        "WAIT_SECONDS=1.5",
                        "WAIT_SECONDS=1e3");
    }
}
