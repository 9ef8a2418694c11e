package io.thelook.dashboard;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.thelook.dashboard.source.FeedSettings;
import io.thelook.service.start.BadSetting;
import io.thelook.service.start.ConfigContract;
import io.thelook.service.start.LogFormat;
import io.thelook.service.start.SecretText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DashboardConfigTest extends ConfigContract<DashboardConfig> {

    DashboardConfigTest() {
        super(DashboardConfig.class);
    }

    @Test
    void nothingSet_givesTheDefaults() {
        DashboardConfig config = config(Map.of());

        assertThat(config.port()).isEqualTo(3_000);
        assertThat(config.feed()).isEmpty();
        assertThat(config.producerUrl()).isEmpty();
        assertThat(config.defaultFeed()).hasToString("ws://localhost:8000/ws");
        assertThat(config.feedMode()).isEmpty();
        assertThat(config.feedMapping()).isEmpty();
        assertThat(config.feedEnvelope()).isEqualTo("data");
        assertThat(config.lookbackMinutes()).isEqualTo(5);
        assertThat(config.ingest()).isFalse();
        assertThat(config.maxIngestMb()).isEqualTo(10);
        assertThat(config.maxBodySeconds()).isEqualTo(30);
        assertThat(config.dataDir()).isEqualTo("data");
        assertThat(config.maxJournalMb()).isEqualTo(1_024);
        assertThat(config.kafkaConfig()).isEmpty();
        assertThat(config.feedHeaders()).isEmpty();
        assertThat(config.feedHello()).isEmpty();
        assertThat(config.feedSubprotocol()).isEmpty();
        assertThat(config.feedCa()).isEmpty();
        assertThat(config.feedPingSeconds()).hasMillis(300);
        assertThat(config.autoConnect()).isFalse();
        assertThat(config.frameAncestors()).isEqualTo("'none'");
        assertThat(config.adminToken()).isEmpty();
        assertThat(config.ingestToken()).isEmpty();
        assertThat(config.shopifySecret()).isEmpty();
        assertThat(config.woocommerceSecret()).isEmpty();
        assertThat(config.stripeSecret()).isEmpty();
        assertThat(config.alerts()).isEmpty();
        assertThat(config.history()).isTrue();
        assertThat(config.historyDays()).isEqualTo(35);
        assertThat(config.historyMaxGb()).isEqualByComparingTo("2");
        assertThat(config.historyMemoryMb()).isEqualTo(256);
        assertThat(config.historyQuerySeconds()).isEqualTo(10);
        assertThat(config.shopTimeZone()).isEmpty();
        assertThat(config.goalSales()).isEmpty();
        assertThat(config.currency()).hasToString("USD");
        assertThat(config.shopName()).isEqualTo("theLook");
        assertThat(config.refreshSeconds()).isEqualTo(5);
        assertThat(config.pushMillis()).isEqualTo(250);
        assertThat(config.maxRecords()).isEqualTo(300_000);
        assertThat(config.maxViews()).isEqualTo(64);
        assertThat(config.viewsPerAddress()).isEqualTo(32);
        assertThat(config.maxFrameMb()).isEqualTo(64);
        assertThat(config.sourceTimeoutSeconds()).isEqualTo(10);
        assertThat(config.maxBars()).isEqualTo(20);
        assertThat(config.viewBytesPerSecond()).isEqualTo(2_500);
        assertThat(config.maxViewers()).isEqualTo(10_000);
        assertThat(config.maxClients()).isEqualTo(2_000);
        assertThat(config.connections()).isEqualTo(13_000);
        assertThat(config.maxConnectionsPerAddress()).isEqualTo(2_000);
        assertThat(config.maxHandshakes()).isEqualTo(2_000);
        assertThat(config.maxHandshakesPerAddress()).isEqualTo(100);
        assertThat(config.maxRequests()).isEqualTo(2_000);
        assertThat(config.maxRequestsPerAddress()).isEqualTo(200);
        assertThat(config.maxQuietSeconds()).isEqualTo(75);
        assertThat(config.maxMessages()).isEqualTo(100);
        assertThat(config.maxInFlightMb()).isEmpty();
        assertThat(config.slowViewerSeconds()).isEqualTo(30);
    }

    @Test
    void everythingSet_isMapped(@TempDir Path folder) throws IOException {
        Path ca = folder.resolve("ca.pem");
        Files.write(ca, aCertificate());
        DashboardConfig config = config(Map.ofEntries(
                entry("DASHBOARD_PORT", "13"),
                entry("LOG_FORMAT", "JSON"),
                entry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"),
                entry("PRODUCER_URL", "wss://shop.example:9/feed?key=$$1"),
                entry("KAFKA_CONFIG", "pom.xml"),
                entry("FEED", "kafka://one,two:9/orders"),
                entry("DEFAULT_FEED", "ws://producer:8000/ws"),
                entry("FEED_MODE", "Additions"),
                entry("FEED_MAPPING", "shopify"),
                entry("FEED_ENVELOPE", "result.orders"),
                entry("LOOKBACK_MINUTES", "30"),
                entry("INGEST", "true"),
                entry("MAX_INGEST_MB", "1"),
                entry("MAX_BODY_SECONDS", "29"),
                entry("DATA_DIR", "a folder"),
                entry("MAX_JOURNAL_MB", "100"),
                entry("FEED_HEADERS", "Authorization: Bearer a,b | X-Key: $$1"),
                entry("FEED_TOKEN", "t0k3n-$$1"),
                entry("ALLOWED_ORIGINS", "https://intranet.example"),
                entry("ALLOWED_HOSTS", "shop.example"),
                entry("TRUSTED_PROXIES", "10.0.0.0/8"),
                entry("FEED_HELLO", "{\"subscribe\":\"orders\"}"),
                entry("FEED_SUBPROTOCOL", "v1.orders"),
                entry("FEED_CA", ca.toString()),
                entry("FEED_PING_SECONDS", "15.5"),
                entry("AUTO_CONNECT", "true"),
                entry("FRAME_ANCESTORS", "self https://*.example.com:8443/"),
                entry("TLS_CERTIFICATE", "pom.xml"),
                entry("TLS_KEY", "pom.xml"),
                entry("ADMIN_TOKEN", "a $$ token of mine"),
                entry("INGEST_TOKEN", "another token"),
                entry("SHOPIFY_SECRET", "shpss_example"),
                entry("WOOCOMMERCE_SECRET", "a secret"),
                entry("STRIPE_SECRET", "whsec_example"),
                entry("ALERTS", "pom.xml"),
                entry("HISTORY", "off"),
                entry("HISTORY_DAYS", "400"),
                entry("HISTORY_MAX_GB", "0.5"),
                entry("HISTORY_MEMORY_MB", "1024"),
                entry("HISTORY_QUERY_SECONDS", "3"),
                entry("SHOP_TIME_ZONE", "Europe/Berlin"),
                entry("GOAL_SALES", "50000.50"),
                entry("CURRENCY", "EUR"),
                entry("SHOP_NAME", "Tante Emma"),
                entry("REFRESH_SECONDS", "1"),
                entry("DASHBOARD_PUSH_MILLIS", "50"),
                entry("DASHBOARD_MAX_RECORDS", "8"),
                entry("MAX_VIEWS", "9"),
                entry("MAX_VIEWS_PER_ADDRESS", "8"),
                entry("MAX_FRAME_MB", "2"),
                entry("SOURCE_TIMEOUT_SECONDS", "3"),
                entry("MAX_BARS", "4"),
                entry("VIEW_BYTES_PER_SECOND", "500"),
                entry("MAX_VIEWERS", "5"),
                entry("MAX_CLIENTS", "6"),
                entry("MAX_CONNECTIONS", "21"),
                entry("MAX_CONNECTIONS_PER_ADDRESS", "22"),
                entry("MAX_HANDSHAKES", "23"),
                entry("MAX_HANDSHAKES_PER_ADDRESS", "24"),
                entry("MAX_REQUESTS", "25"),
                entry("MAX_REQUESTS_PER_ADDRESS", "26"),
                entry("MAX_QUIET_SECONDS", "28"),
                entry("MAX_MESSAGES", "27"),
                entry("MAX_IN_FLIGHT_MB", "10"),
                entry("SLOW_VIEWER_SECONDS", "7")));

        assertThat(config.port()).isEqualTo(13);
        assertThat(config.logFormat()).isEqualTo(LogFormat.JSON);
        assertThat(config.otelExporterOtlpEndpoint()).contains("http://collector:4318");
        assertThat(config.feed().orElseThrow()).hasToString("kafka://one:9092,two:9/orders");
        assertThat(config.producerUrl().orElseThrow()).hasToString("wss://shop.example:9/feed");
        assertThat(config.defaultFeed()).hasToString("ws://producer:8000/ws");
        assertThat(config.feedMode()).contains(FeedMode.ADDITIONS);
        assertThat(config.feedMapping()).contains("shopify");
        assertThat(config.feedEnvelope()).isEqualTo("result.orders");
        assertThat(config.lookbackMinutes()).isEqualTo(30);
        assertThat(config.ingest()).isTrue();
        assertThat(config.maxIngestMb()).isEqualTo(1);
        assertThat(config.maxBodySeconds()).isEqualTo(29);
        assertThat(config.dataDir()).isEqualTo("a folder");
        assertThat(config.maxJournalMb()).isEqualTo(100);
        assertThat(config.kafkaConfig()).contains(Path.of("pom.xml"));
        assertThat(config.feedHeaders()).get().hasToString("Authorization, X-Key");
        assertThat(config.feedHello()).isPresent();
        assertThat(config.feedSubprotocol()).contains("v1.orders");
        assertThat(config.feedCa()).get().hasToString(ca.toString());
        assertThat(config.feedPingSeconds()).hasMillis(15_500);
        assertThat(config.autoConnect()).isTrue();
        assertThat(config.frameAncestors()).isEqualTo("'self' https://*.example.com:8443");
        assertThat(config.tlsCertificate()).get().hasToString("pom.xml");
        assertThat(config.tlsKey()).get().hasToString("pom.xml");
        assertThat(config.adminToken().map(SecretText::value)).contains("a $$ token of mine");
        assertThat(config.ingestToken().map(SecretText::value)).contains("another token");
        assertThat(config.shopifySecret().map(SecretText::value)).contains("shpss_example");
        assertThat(config.woocommerceSecret().map(SecretText::value)).contains("a secret");
        assertThat(config.stripeSecret().map(SecretText::value)).contains("whsec_example");
        assertThat(config.alerts()).contains(Path.of("pom.xml"));
        assertThat(config.history()).isFalse();
        assertThat(config.historyDays()).isEqualTo(400);
        assertThat(config.historyMaxGb()).isEqualByComparingTo("0.5");
        assertThat(config.historyMemoryMb()).isEqualTo(1_024);
        assertThat(config.historyQuerySeconds()).isEqualTo(3);
        assertThat(config.shopTimeZone()).contains(ZoneId.of("Europe/Berlin"));
        assertThat(config.goalSales())
                .hasValueSatisfying(goal -> assertThat(goal).isEqualByComparingTo("50000.5"));
        assertThat(config.currency()).hasToString("EUR");
        assertThat(config.shopName()).isEqualTo("Tante Emma");
        assertThat(config.refreshSeconds()).isEqualTo(1);
        assertThat(config.pushMillis()).isEqualTo(50);
        assertThat(config.maxRecords()).isEqualTo(8);
        assertThat(config.maxViews()).isEqualTo(9);
        assertThat(config.viewsPerAddress()).isEqualTo(8);
        assertThat(config.maxFrameMb()).isEqualTo(2);
        assertThat(config.sourceTimeoutSeconds()).isEqualTo(3);
        assertThat(config.maxBars()).isEqualTo(4);
        assertThat(config.viewBytesPerSecond()).isEqualTo(500);
        assertThat(config.maxViewers()).isEqualTo(5);
        assertThat(config.maxClients()).isEqualTo(6);
        assertThat(config.connections()).isEqualTo(21);
        assertThat(config.maxConnectionsPerAddress()).isEqualTo(22);
        assertThat(config.maxHandshakes()).isEqualTo(23);
        assertThat(config.maxHandshakesPerAddress()).isEqualTo(24);
        assertThat(config.maxRequests()).isEqualTo(25);
        assertThat(config.maxRequestsPerAddress()).isEqualTo(26);
        assertThat(config.maxQuietSeconds()).isEqualTo(28);
        assertThat(config.maxMessages()).isEqualTo(27);
        assertThat(config.maxInFlightMb()).contains(10);
        assertThat(config.slowViewerSeconds()).isEqualTo(7);
    }

    /** Whatever the limit on views is, one address cannot use it up by default. */
    @Test
    void viewsOfOneAddress_areHalfOfAll() {
        assertThat(config(Map.of("MAX_VIEWS", "10")).viewsPerAddress()).isEqualTo(5);
        assertThat(config(Map.of("MAX_VIEWS", "1")).viewsPerAddress()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "REFRESH_SECONDS, 0",
        "FEED_PING_SECONDS, 0.29",
        "FEED_PING_SECONDS, 3600.1",
        "FEED_PING_SECONDS, -1",
        "ALLOWED_HOSTS, https://shop.example",
        "ALLOWED_HOSTS, shop.example:3000",
        "FEED_SUBPROTOCOL, a b",
        "FEED_SUBPROTOCOL, thelook.v1",
        "HISTORY, perhaps",
        "HISTORY_DAYS, 0",
        "HISTORY_DAYS, 3651",
        "HISTORY_MAX_GB, 0.09",
        "HISTORY_MAX_GB, 10001",
        "HISTORY_MEMORY_MB, 127",
        "HISTORY_MEMORY_MB, 65537",
        "HISTORY_QUERY_SECONDS, 0",
        "HISTORY_QUERY_SECONDS, 601",
        "SHOP_TIME_ZONE, Berlin",
        "SHOP_TIME_ZONE, UTC+25",
        "GOAL_SALES, 0",
        "GOAL_SALES, 1000000000001",
        "GOAL_SALES, much",
        "PUSH_MILLIS, 49",
        "MAX_RECORDS, 2000001",
        "MAX_BODY_SECONDS, 601",
        "MAX_VIEWS, 1001",
        "MAX_VIEWS_PER_ADDRESS, 0",
        "MAX_FRAME_MB, 1025",
        "SOURCE_TIMEOUT_SECONDS, 1",
        "MAX_BARS, 1",
        "VIEW_BYTES_PER_SECOND, 499",
        "MAX_VIEWERS, 0",
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
        "SLOW_VIEWER_SECONDS, 3601",
        "DRAIN_SECONDS, 601"
    })
    void outOfRange_isRefusedByNameAndValue(String variable, String value) {
        assertRefusedByNameAndValue(variable, value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:8000/ws",
                "localhost:8000",
                "shop",
                "ws://",
                "ws:///ws",
                "ws://host:port/ws",
                "ws://host:65536/ws",
                "ws://host/a b",
                "ws://host/%zz"
            })
    void producerUrl_thatIsNoFeedsAddress_isRefused(String value) {
        assertThat(refusals("PRODUCER_URL", value))
                .singleElement()
                .asString()
                .startsWith("configuration: PRODUCER_URL=")
                .endsWith(": expected an address such as ws://localhost:8000/ws");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://[::1]:8000/ws", "ws://127.0.0.1", "wss://shop.example/a", "ws://under_score:8000/ws"})
    void producerUrl_ofAFeed_isTaken(String value) {
        assertThat(config(Map.of("PRODUCER_URL", value)).producerUrl().orElseThrow())
                .hasToString(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"EURO", "EU", "ABC", "€", "US$", "978"})
    void currency_thatIsNone_isRefused(String value) {
        assertThat(refusals("CURRENCY", value))
                .containsExactly("configuration: CURRENCY=" + value
                        + ": expected a currency by its ISO 4217 code, such as USD or EUR");
    }

    @ParameterizedTest
    @CsvSource({"jpy, JPY", "' Chf ', CHF"})
    void currency_inAnyCase_isTaken(String value, String code) {
        assertThat(config(Map.of("CURRENCY", value)).currency()).hasToString(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\u0000b", "a\u0085b", "a\u2028b", "a\ud83d"})
    void shopName_thatIsNoLineOfText_isRefused(String value) {
        assertThat(refusals("SHOP_NAME", value))
                .singleElement()
                .asString()
                .matches("configuration: SHOP_NAME=a[?\ud83d]b?: "
                        + "expected a name of at most 60 characters, without control characters and line breaks");
    }

    @ParameterizedTest
    @ValueSource(strings = {"متجر الكتب", "👩‍👩‍👧‍👦 & Söhne", "$ {x} <b>"})
    void shopName_ofAnyScript_isTaken(String value) {
        assertThat(config(Map.of("SHOP_NAME", " " + value + " ")).shopName()).isEqualTo(value);
    }

    @Test
    void shopName_ofSixtyCharacters_isTheLongest() {
        assertThat(config(Map.of("SHOP_NAME", "🛒".repeat(60))).shopName()).isEqualTo("🛒".repeat(60));
        assertRefusedByNameAndValue("SHOP_NAME", "x".repeat(61));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no/such/file", "src", "a\0b"})
    void kafkaConfig_thatIsNoFile_isRefused(String value) {
        assertThat(refusals("KAFKA_CONFIG", value))
                .singleElement()
                .asString()
                .startsWith("configuration: KAFKA_CONFIG=")
                .endsWith(": expected the path of a file that can be read");
    }

    @Test
    void pings_canBeOff() {
        assertThat(config(Map.of("FEED_PING_SECONDS", "0")).feedPingSeconds()).isZero();
        assertThat(config(Map.of("FEED_PING_SECONDS", "0.00")).feedPingSeconds())
                .isZero();
    }

    @Test
    void secretsOfTheFeed_areNotShown() {
        assertThat(refusals("FEED_HEADERS", "Host: s3cret"))
                .containsExactly("configuration: FEED_HEADERS=(not shown): expected none of Host, Connection, Upgrade,"
                        + " Content-Length, Transfer-Encoding and Sec-WebSocket-…, which the dashboard sets itself");
        assertThat(refusals("FEED_HELLO", "s3cret".repeat(1_000)))
                .containsExactly(
                        "configuration: FEED_HELLO=(not shown): expected a message of at most 4096 characters");
    }

    @Test
    void fileOfAuthorities_mustHaveCertificates(@TempDir Path folder) throws IOException {
        Path empty = Files.createFile(folder.resolve("empty.pem"));
        Path other = Files.writeString(
                folder.resolve("other.pem"), "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        Path large = Files.write(folder.resolve("large.pem"), new byte[1_000_001]);

        assertThat(authoritiesRefused(folder.resolve("none.pem"))).isEqualTo("it does not exist");
        assertThat(authoritiesRefused(folder)).isEqualTo("it cannot be read");
        assertThat(authoritiesRefused(empty)).isEqualTo("it has none");
        assertThat(authoritiesRefused(other)).isEqualTo("it contains data that is not a certificate");
        assertThat(authoritiesRefused(large)).isEqualTo("it is larger than 1 MB");
        assertThat(refusals("FEED_CA", "a\u0000b"))
                .containsExactly("configuration: FEED_CA=a?b: expected the path of a PEM file with certificates");
    }

    private String authoritiesRefused(Path file) {
        String before = "configuration: FEED_CA=" + file + ": expected a PEM file with certificates, but ";
        assertThat(refusals("FEED_CA", file.toString()))
                .singleElement()
                .asString()
                .startsWith(before);
        return refusals("FEED_CA", file.toString()).get(0).substring(before.length());
    }

    @Test
    void settingsOfTheFeed_mustNotContradictEachOther(@TempDir Path folder) throws IOException {
        Path ca = Files.write(folder.resolve("ca.pem"), aCertificate());

        assertThatThrownBy(() -> feed("ws://user:s3cret@shop.example/ws", "FEED_HEADERS", "authorization: s3cret"))
                .isInstanceOf(BadSetting.class)
                .hasMessage(
                        "FEED_HEADERS=(not shown): expected no Authorization, because the feed's address has user info");
        assertThatThrownBy(() -> feed("ws://shop.example/ws?key=s3cret", "FEED_CA", ca.toString()))
                .isInstanceOf(BadSetting.class)
                .hasMessage("FEED_CA=" + ca + ": expected a feed with wss:// as its address, not ws://shop.example/ws");
        assertThat(feed("wss://user:s3cret@shop.example/ws", "FEED_CA", ca.toString())
                        .ca())
                .isPresent();
        assertThat(feed("ws://user:s3cret@shop.example/ws", "FEED_HEADERS", "X-Key: s3cret")
                        .toString())
                .doesNotContain("s3cret");
        assertThat(feed("ws://shop.example", "FEED_HELLO", "s3cret").toString()).doesNotContain("s3cret");
        assertThat(feed("ws://shop.example", "FEED_TOKEN", "s3cret-s3cret").toString())
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:///var/orders.ndjson", " FILE:/var/orders.ndjson "})
    void fileAsAFeed_bringsAdditions(String address) {
        FeedPlan plan = new FeedPlan(config(Map.of("FEED", address, "LOOKBACK_MINUTES", "60")));

        assertThat(plan.feed().flatMap(FeedLocation::file)).get().hasToString("file:///var/orders.ndjson");
        assertThat(plan.feed().orElseThrow()).hasToString("file:///var/orders.ndjson");
        assertThat(plan.lookback()).contains(Duration.ofHours(1));
        assertThat(plan.kept()).isEqualTo(Duration.ofHours(1));
        assertThat(plan.format().isAdditions()).isTrue();
        assertThat(plan.sourceName()).isEqualTo("file:///var/orders.ndjson-USD");
        assertThat(plan.isOfLog()).isTrue();
    }

    @Test
    void fileAsAFeed_mayHaveDeliveriesBesideIt_butNoWindow() {
        String file = "file:///var/orders.ndjson";

        FeedPlan both = new FeedPlan(config(Map.of("FEED", file, "INGEST", "true")));
        assertThat(both.feed()).isPresent();
        assertThat(both.isOfLog()).as("the journal has a part of the records").isFalse();
        assertThat(new FeedPlan(config(Map.of("FEED", "kafka://a/orders", "INGEST", "true"))).isOfLog())
                .isTrue();
        assertThat(new FeedPlan(config(Map.of("FEED", "ws://a/orders"))).isOfLog())
                .isFalse();
        assertThatThrownBy(() -> new FeedPlan(config(Map.of("FEED", file, "FEED_MODE", "window"))))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("FEED_MODE=window: expected additions for a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:orders.ndjson", "file:///var/", "file://host/orders.ndjson"})
    void fileAsAFeed_thatIsNoAbsolutePath_isRefused(String value) {
        assertThat(refusals("FEED", value))
                .containsExactly("configuration: FEED=" + value + ": expected the address of a file with an absolute"
                        + " path, such as file:///var/shop/orders.ndjson");
    }

    @Test
    void tokenOfTheFeed_isSentUnlessTheFeedHasCredentialsOfItsOwn() {
        assertThat(feed("ws://shop.example/ws", "FEED_TOKEN", "s3cret-s3cret").headers())
                .hasToString("Authorization");
        assertThat(feed("ws://user:p@shop.example/ws", "FEED_TOKEN", "s3cret-s3cret")
                        .headers())
                .hasToString("");
        assertThat(feed("ws://shop.example/ws", "FEED_TOKEN", "s3cret-s3cret", "FEED_HEADERS", "authorization: x")
                        .headers())
                .hasToString("authorization");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret", "s3cret s3cret", "s3cret-s3crét"})
    void tokenThatCannotStandInAHeader_isRefusedWithoutShowingIt(String token) {
        assertThat(refusals("FEED_TOKEN", token))
                .containsExactly("configuration: FEED_TOKEN=(not shown): expected 8 to 1,000 visible ASCII characters"
                        + " without spaces");
    }

    private FeedSettings feed(String address, String... variables) {
        Map<String, String> all = new HashMap<>(Map.of("PRODUCER_URL", address));
        for (int i = 0; i < variables.length; i += 2) {
            all.put(variables[i], variables[i + 1]);
        }
        FeedPlan plan = new FeedPlan(config(all));
        return plan.webSocket(plan.feed().orElseThrow().webSocket().orElseThrow());
    }

    /** One of those that the Java runtime trusts. */
    private static byte[] aCertificate() throws IOException {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            X509Certificate first = ((X509TrustManager) factory.getTrustManagers()[0]).getAcceptedIssuers()[0];
            return ("# " + first.getSubjectX500Principal() + "\n-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder().encodeToString(first.getEncoded())
                            + "\n-----END CERTIFICATE-----\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "none self",
                "example.com",
                "https://a.example; script-src *",
                "https://a.example,https://b.example",
                "https://a.example/path",
                "https://*",
                "'unsafe-inline'",
                "ws://a.example"
            })
    void frameAncestors_thatAreNoSites_areRefused(String value) {
        assertThat(refusals("FRAME_ANCESTORS", value))
                .singleElement()
                .isEqualTo("configuration: FRAME_ANCESTORS=" + value + ": expected none, self, or origins such as "
                        + "https://intranet.example.com or https://*.example.com, with spaces between them");
    }

    @Test
    void frameAncestors_inTheirOwnQuotes_areTaken() {
        assertThat(config(Map.of("FRAME_ANCESTORS", "'none'")).frameAncestors()).isEqualTo("'none'");
        assertThat(config(Map.of("FRAME_ANCESTORS", " 'self'\thttp://localhost:*"))
                        .frameAncestors())
                .isEqualTo("'self' http://localhost:*");
    }

    @Test
    void pushMillisAndMaxRecords_areThisServicesOwnFirst() {
        DashboardConfig config = config(Map.of(
                "PUSH_MILLIS", "60",
                "MAX_RECORDS", "61",
                "DASHBOARD_MAX_RECORDS", "62",
                "PRODUCER_PUSH_MILLIS", "20",
                "PRODUCER_MAX_RECORDS", "64"));

        assertThat(config.pushMillis()).isEqualTo(60);
        assertThat(config.maxRecords()).isEqualTo(62);
    }

    @Test
    void badValues_ofEverySetting_areRefusedInOneLine() {
        assertThat(acceptedOfMostlyBadValues())
                .filteredOn(accepted -> !accepted.matches(
                        "(?s)(SHOP_NAME|ALLOWED_HOSTS|FEED_MAPPING|FEED_ENVELOPE|DATA_DIR|OIDC_(CLIENT_ID|CLIENT_SECRET"
                                + "|SCOPES|ROLES_CLAIM|VIEWER_ROLE|ADMIN_ROLE))=.*"))
                .containsExactlyInAnyOrder(
                        "DASHBOARD_PORT=tcp://10.0.0.1:80",
                        "FEED_PING_SECONDS=1.5",
                        "FEED_PING_SECONDS=1e3",
                        "SESSION_HOURS=1.5",
                        "SESSION_HOURS=1e3",
                        "FEED_SUBPROTOCOL=-1e999",
                        "FEED_SUBPROTOCOL=-7",
                        "FEED_SUBPROTOCOL=0x10",
                        "FEED_SUBPROTOCOL=1.5",
                        "FEED_SUBPROTOCOL=1e3",
                        "FEED_SUBPROTOCOL=99999999999999999999",
                        "FEED_SUBPROTOCOL=NaN",
                        "FEED_SUBPROTOCOL=nonsense",
                        "GOAL_SALES=1.5",
                        "GOAL_SALES=1e3",
                        "HISTORY_MAX_GB=1.5",
                        "HISTORY_MAX_GB=1e3",
                        "SHOP_TIME_ZONE=-7");
    }
}
