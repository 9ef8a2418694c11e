package io.thelook.producer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.thelook.model.FeedEncoding;
import io.thelook.producer.publish.format.PublishFormat;
import io.thelook.producer.store.Behaviour;
import io.thelook.service.access.Origins;
import io.thelook.service.http.LimitSettings;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.start.Address;
import io.thelook.service.start.Certificate;
import io.thelook.service.start.LogFormat;
import io.thelook.service.start.OtlpEndpointConverter;
import io.thelook.service.start.Port;
import io.thelook.service.start.Range;
import io.thelook.service.start.Secret;
import io.thelook.service.start.SecretText;
import io.thelook.service.tls.PemFile;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The settings of the producer. The environment variable of a setting is in brackets. Each can be set with and without
 * the prefix PRODUCER_, such as PRODUCER_MAX_RECORDS and MAX_RECORDS, except for the port, which needs the prefix. The
 * variable with the prefix takes precedence.
 */
@ConfigMapping(prefix = "producer")
public interface ProducerConfig extends LimitSettings {

    /** [PRODUCER_PORT] The port that the producer listens on, 1 to 65,535. */
    @Port
    @WithDefault("8000")
    int port();

    /** [LOG_FORMAT] The form of the log: {@code text}, or {@code json} with an object in each line. */
    @WithDefault("text")
    LogFormat logFormat();

    /** [OTEL_EXPORTER_OTLP_ENDPOINT] Address of a collector that receives traces over OTLP/HTTP; unset: no traces. */
    @Address
    @WithConverter(OtlpEndpointConverter.class)
    Optional<String> otelExporterOtlpEndpoint();

    /** [WAIT_SECONDS] Mean seconds between visits, 0.001 to 3600. */
    @WithDefault("0.5")
    @Range(least = 0.001, most = 3600, unit = "seconds")
    BigDecimal waitSeconds();

    /** [RATE] Mean visits per second, 0.1 to 100,000, or {@code max}; replaces WAIT_SECONDS if set. */
    @WithConverter(Rate.Reader.class)
    Optional<Rate> rate();

    /** [MODE] {@code shop}, or {@code steady} for the plain behaviour of the reference. */
    @WithDefault("shop")
    Behaviour.Mode mode();

    /** [TIME_SCALE] Simulated seconds per second, 1 to 100,000. */
    @WithDefault("1")
    @Range(least = 1, most = 100_000, unit = "simulated seconds in a second")
    BigDecimal timeScale();

    /**
     * [LIFECYCLE_SCALE] How much faster than the simulated clock orders are shipped, delivered, returned or cancelled,
     * 1 to 100,000.
     */
    @WithDefault("2880")
    @Range(least = 1, most = 100_000)
    BigDecimal lifecycleScale();

    /** [CUSTOMERS] Limit on customers that the shop remembers, 1 to 1,000,000. */
    @WithDefault("50000")
    @Range(least = 1, most = 1_000_000)
    int customers();

    /**
     * [MAX_OPEN_ORDERS] Limit on orders whose status still changes, 1 to 5,000,000; further ones keep their first
     * status in the feed and in the database.
     */
    @WithDefault("200000")
    @Range(least = 1, most = 5_000_000)
    int maxOpenOrders();

    /** [FEED_TOKEN] The token required of clients of the feed and of its past: 8 to 1,000 visible ASCII characters. */
    @Secret(leastLength = 1)
    @WithConverter(SecretText.OfHeader.class)
    Optional<SecretText> feedToken();

    /** [METRICS_TOKEN] The token required for {@code /q/metrics}: 8 to 1,000 visible ASCII characters. */
    @Secret(leastLength = 1)
    @WithConverter(SecretText.OfHeader.class)
    Optional<SecretText> metricsToken();

    /**
     * [ALLOWED_ORIGINS] The sites whose pages may change something, in addition to the service's own: origins such as
     * {@code https://intranet.example.com}, or {@code *} for all.
     */
    @WithConverter(Origins.FromText.class)
    Optional<Origins> allowedOrigins();

    /**
     * [TRUSTED_PROXIES] The addresses and networks of proxies whose X-Forwarded-For and X-Forwarded-Host the service
     * trusts.
     */
    @WithConverter(TrustedProxies.FromText.class)
    Optional<TrustedProxies> trustedProxies();

    /**
     * [TLS_CERTIFICATE] The path of a PEM file with the certificate of the server, and those that lead to an authority.
     * With it and TLS_KEY, the port speaks TLS only.
     */
    @Certificate
    @WithConverter(PemFile.FromText.class)
    Optional<PemFile> tlsCertificate();

    /** [TLS_KEY] The path of a PEM file with the private key of TLS_CERTIFICATE. */
    @WithConverter(PemFile.FromText.class)
    Optional<PemFile> tlsKey();

    /** [ADMIN_TOKEN] The token required to control the shop, 8 characters or more; random if not set. */
    @Secret(leastLength = 8)
    Optional<SecretText> adminToken();

    /** [PERSIST] {@code postgres://user:password@host:port/database}: the database to write all seven tables to. */
    @Address
    Optional<String> persist();

    /**
     * [PERSIST_BUFFER] Limit on visits and changes that wait for the database, 1 to 10,000,000; further ones are
     * dropped.
     */
    @WithDefault("100000")
    @Range(least = 1, most = 10_000_000)
    int persistBuffer();

    /**
     * [PUBLISH] {@code kafka://host:9092,host2:9092/topic} or {@code http(s)://[user:password@]host[:port]/path}: where
     * to send the shop's orders.
     */
    @Address
    Optional<String> publish();

    /** [PUBLISH_FORMAT] {@code thelook}, or the webhooks of {@code shopify}, {@code woocommerce} or {@code stripe}. */
    @WithDefault("thelook")
    PublishFormat publishFormat();

    /** [PUBLISH_TOKEN] Sent to the HTTP server of PUBLISH as a bearer token. */
    @Secret(leastLength = 1)
    Optional<SecretText> publishToken();

    /** [PUBLISH_SECRET] Signs the webhooks; required for webhooks. */
    @Secret(leastLength = 1)
    Optional<SecretText> publishSecret();

    /** [PUBLISH_BUFFER] Limit on events that wait for the receiver, 1 to 10,000,000; further ones are dropped. */
    @WithDefault("100000")
    @Range(least = 1, most = 10_000_000)
    int publishBuffer();

    /** [KAFKA_CONFIG] The path of a file of Kafka client properties, such as those for SASL and TLS. */
    Optional<String> kafkaConfig();

    /** [MAX_ITERATIONS] Limit on visits, without those of the history: 0 or more, or -1 for no limit. */
    @WithDefault("-1")
    @Range(least = -1, most = Long.MAX_VALUE, words = "0 or more, or -1 for no limit")
    long maxIterations();

    /** [LOOKBACK_MINUTES] Minutes that the feed's window reaches back, 1 to 1440. */
    @WithDefault("5")
    @Range(least = 1, most = 1440, unit = "minutes")
    int lookbackMinutes();

    /** [REFRESH_SECONDS] Seconds between two frames, 1 to 3600. */
    @WithDefault("5")
    @Range(least = 1, most = 3600, unit = "seconds")
    int refreshSeconds();

    /** [PRODUCER_PUSH_MILLIS] Minimum milliseconds between two messages of {@code thelook.v1}, 10 to 60,000. */
    @WithDefault("20")
    @Range(least = 10, most = 60_000, unit = "milliseconds")
    int pushMillis();

    /** [SEED] Seed of all random numbers: the same seed and clock give the same records. Drawn at start if not set. */
    OptionalLong seed();

    /** [FEED_ENCODING] {@code array}, or {@code string} for the reference producer's own form. */
    @WithDefault("array")
    FeedEncoding feedEncoding();

    /** [BACKFILL] Whether to fill the window with history at start, so that the first client sees a busy shop. */
    @WithDefault("true")
    boolean backfill();

    /**
     * [BACKFILL_DAYS] Days before today that the shop's past reaches back, 0 to 35; 0: no past. There is none, either,
     * without BACKFILL, at RATE=max, in mode STEADY, and with MAX_ITERATIONS.
     */
    @WithDefault("8")
    @Range(least = 0, most = 35, unit = "days")
    int backfillDays();

    /**
     * [PRODUCER_MAX_RECORDS] Limit on records in the window, 1 to 1,000,000; beyond it the oldest are dropped early.
     */
    @WithDefault("150000")
    @Range(least = 1, most = 1_000_000)
    int maxRecords();

    /** [MAX_CLIENTS] Limit on feed clients, 1 to 100,000; further ones are refused with 503. */
    @WithDefault("2000")
    @Range(least = 1, most = 100_000)
    int maxClients();

    /**
     * [MAX_IN_FLIGHT_MB] Limit on megabytes of large messages in flight, 1 to 65,536; an eighth of the heap if not set.
     */
    @Range(least = 1, most = 65_536, unit = "megabytes")
    Optional<Integer> maxInFlightMb();

    /**
     * [SLOW_CLIENT_SECONDS] Seconds that a client may take for one message, or for 64 KB of a download, before its
     * connection is closed, 1 to 3600.
     */
    @WithDefault("30")
    @Range(least = 1, most = 3600, unit = "seconds")
    int slowClientSeconds();

    /** {@link #maxConnections}, or its default: room for all clients, and for other requests. */
    default int connections() {
        return maxConnections().orElse(maxClients() + 1_000);
    }

    /** The rate of visits: {@link #rate} if set, otherwise from {@link #waitSeconds}. */
    default Rate visits() {
        return rate().orElseGet(
                        () -> new Rate(OptionalDouble.of(1 / waitSeconds().doubleValue())));
    }

    /** {@link #visits} as text. */
    default String pace() {
        OptionalDouble perSecond = visits().perSecond();
        return perSecond.isEmpty()
                ? "as many as the machine allows"
                : BigDecimal.valueOf(perSecond.getAsDouble())
                                .round(new MathContext(4))
                                .stripTrailingZeros()
                                .toPlainString()
                        + " a second";
    }

    /** The behaviour of the shop. Mode {@code steady} ignores both scales and the number of customers. */
    default Behaviour behaviour() {
        return mode() == Behaviour.Mode.STEADY
                ? Behaviour.steady()
                : new Behaviour(
                        mode(), timeScale().doubleValue(), lifecycleScale().doubleValue(), customers());
    }

    /** The setting that turns the shop's past off, such as {@code BACKFILL_DAYS=0}; empty if it has a past. */
    default Optional<String> withoutPast() {
        if (!backfill()) {
            return Optional.of("BACKFILL=false");
        }
        if (mode() == Behaviour.Mode.STEADY) {
            return Optional.of("MODE=steady");
        }
        if (visits().perSecond().isEmpty()) {
            return Optional.of("RATE=" + Rate.MAX);
        }
        if (maxIterations() >= 0) {
            return Optional.of("MAX_ITERATIONS=" + maxIterations());
        }
        return backfillDays() == 0 ? Optional.of("BACKFILL_DAYS=0") : Optional.empty();
    }

    /** {@link #lookbackMinutes} as a duration. */
    default Duration lookback() {
        return Duration.ofMinutes(lookbackMinutes());
    }
}
