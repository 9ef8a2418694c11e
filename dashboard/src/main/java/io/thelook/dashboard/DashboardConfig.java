package io.thelook.dashboard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.thelook.dashboard.access.IssuerConverter;
import io.thelook.dashboard.access.UserList;
import io.thelook.dashboard.source.CaFile;
import io.thelook.dashboard.source.FeedHeaders;
import io.thelook.dashboard.source.FeedHello;
import io.thelook.model.FeedFormat;
import io.thelook.service.access.Origins;
import io.thelook.service.http.AllowedHosts;
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
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Optional;

/**
 * The settings of the dashboard. The environment variable of a setting is in brackets. Each can be set with and without
 * the prefix DASHBOARD_, such as DASHBOARD_MAX_RECORDS and MAX_RECORDS, except for the port, which needs the prefix.
 * The variable with the prefix takes precedence.
 *
 * <p>Longer than 300 lines because it has one method for each setting.
 */
@ConfigMapping(prefix = "dashboard")
public interface DashboardConfig extends LimitSettings {

    /** [DASHBOARD_PORT] The port that the dashboard listens on, 1 to 65,535. */
    @Port
    @WithDefault("3000")
    int port();

    /** [LOG_FORMAT] The form of the log: {@code text}, or {@code json} with an object in each line. */
    @WithDefault("text")
    LogFormat logFormat();

    /** [OTEL_EXPORTER_OTLP_ENDPOINT] Address of a collector that receives traces over OTLP/HTTP; unset: no traces. */
    @Address
    @WithConverter(OtlpEndpointConverter.class)
    Optional<String> otelExporterOtlpEndpoint();

    /**
     * [FEED] The address of the feed: {@code ws://}, {@code wss://}, {@code kafka://host:9092,host2:9092/topic}, or
     * {@code file:///path} for a file of lines. User info of a WebSocket becomes Basic authentication.
     */
    @Address
    @WithConverter(FeedLocation.FromText.class)
    Optional<FeedLocation> feed();

    /** [PRODUCER_URL] The same, if FEED is not set. */
    @Address
    @WithConverter(FeedLocation.FromText.class)
    Optional<FeedLocation> producerUrl();

    /** [DEFAULT_FEED] The feed that is shown if neither FEED nor INGEST is set: that of the simulated shop. */
    @WithDefault("ws://localhost:8000/ws")
    @Address
    @WithConverter(FeedLocation.FromText.class)
    FeedLocation defaultFeed();

    /**
     * [FEED_MODE] What a message means: {@code window}, everything that is in the feed's window, or {@code additions},
     * what is new or changed. The default is {@code window} for a WebSocket and {@code additions} for Kafka and a
     * file.
     */
    Optional<FeedMode> feedMode();

    /**
     * [FEED_MAPPING] Makes records of the feed's values and of deliveries: {@code thelook}, {@code shopify},
     * {@code woocommerce}, {@code magento}, {@code stripe}, or the path of a mapping file.
     */
    Optional<String> feedMapping();

    /**
     * [FEED_ENVELOPE] The path of the array in messages that are objects, such as {@code result.orders}.
     */
    @WithDefault(FeedFormat.DEFAULT_ENVELOPE)
    String feedEnvelope();

    /** [LOOKBACK_MINUTES] The length of the window of sources without their own window, 1 to 1440. */
    @WithDefault("5")
    @Range(least = 1, most = 1_440, unit = "minutes")
    int lookbackMinutes();

    /** [INGEST] Whether {@code POST /ingest} takes deliveries of records. */
    @WithDefault("false")
    boolean ingest();

    /** [MAX_INGEST_MB] The largest delivery, in megabytes, 1 to 100. */
    @WithDefault("10")
    @Range(least = 1, most = 100, unit = "megabytes")
    int maxIngestMb();

    /** [MAX_BODY_SECONDS] Limit on the time that the body of a request may take, in seconds, 1 to 600. */
    @WithDefault("30")
    @Range(least = 1, most = 600, unit = "seconds")
    int maxBodySeconds();

    /** [DATA_DIR] The folder of the journal of deliveries, and of the history. */
    @WithDefault("data")
    String dataDir();

    /** [MAX_JOURNAL_MB] Limit on the journal of deliveries on disk, in megabytes, 100 to 1,000,000. */
    @WithDefault("1024")
    @Range(least = 100, most = 1_000_000, unit = "megabytes")
    int maxJournalMb();

    /** [KAFKA_CONFIG] The path of a file with properties of Kafka's client, such as those of SASL and TLS. */
    @WithConverter(ReadableFileConverter.class)
    Optional<Path> kafkaConfig();

    /**
     * [FEED_HEADERS] Further headers of the handshake with the feed, such as {@code Authorization: Bearer …}: one in
     * each line, or with {@code " | "} between them.
     */
    @Secret(leastLength = 1)
    @WithConverter(FeedConverters.Headers.class)
    Optional<FeedHeaders> feedHeaders();

    /** [FEED_HELLO] A text message to send to the feed after each handshake, at most 4,096 characters. */
    @Secret(leastLength = 1)
    @WithConverter(FeedConverters.Hello.class)
    Optional<FeedHello> feedHello();

    /** [FEED_SUBPROTOCOL] The subprotocol to request instead of {@code thelook.v1}. */
    @WithConverter(FeedConverters.Subprotocol.class)
    Optional<String> feedSubprotocol();

    /**
     * [FEED_CA] The path of a PEM file with the authorities to trust for {@code wss://}, instead of those of the Java
     * runtime. Read again before each attempt to connect.
     */
    @WithConverter(FeedConverters.Ca.class)
    Optional<CaFile> feedCa();

    /** [FEED_PING_SECONDS] Seconds between two pings to the feed, 0.3 to 3600; 0 for none. */
    @WithDefault("0.3")
    @WithConverter(FeedConverters.Ping.class)
    Duration feedPingSeconds();

    /** [AUTO_CONNECT] Whether the page connects automatically on a first visit. */
    @WithDefault("false")
    boolean autoConnect();

    /**
     * [FRAME_ANCESTORS] The sites that may show the page in a frame: {@code none}, {@code self}, or origins such as
     * {@code https://intranet.example.com} or {@code https://*.example.com}, with spaces between them.
     */
    @WithDefault("none")
    @WithConverter(FrameAncestorsConverter.class)
    String frameAncestors();

    /**
     * [FEED_TOKEN] The token to require of clients of {@code /ws}, and to send to a feed that has no credentials of its
     * own: 8 to 1,000 visible ASCII characters.
     */
    @Secret(leastLength = 1)
    @WithConverter(SecretText.OfHeader.class)
    Optional<SecretText> feedToken();

    /**
     * [ALLOWED_ORIGINS] The sites whose pages may open WebSockets and change something, in addition to the dashboard's
     * own: origins such as {@code https://intranet.example.com}, or {@code *} for all.
     */
    @WithConverter(Origins.FromText.class)
    Optional<Origins> allowedOrigins();

    /**
     * [ALLOWED_HOSTS] The names under which clients may reach the dashboard, such as {@code shop.example.com} or
     * {@code *.example.com}, in addition to addresses and names without a dot; by default all.
     */
    @WithConverter(AllowedHosts.FromText.class)
    Optional<AllowedHosts> allowedHosts();

    /**
     * [TRUSTED_PROXIES] The addresses and networks of proxies whose X-Forwarded-For and X-Forwarded-Host the service
     * trusts.
     */
    @WithConverter(TrustedProxies.FromText.class)
    Optional<TrustedProxies> trustedProxies();

    /** [METRICS_TOKEN] The token to require for {@code /q/metrics}: 8 to 1,000 visible ASCII characters. */
    @Secret(leastLength = 1)
    @WithConverter(SecretText.OfHeader.class)
    Optional<SecretText> metricsToken();

    /**
     * [DASHBOARD_USERS] The users who may sign in with a password: the path of a file, or its content, with
     * {@code name:hash} or {@code name:hash:admin} in each line. With it, all users must sign in.
     */
    @Secret(leastLength = 1)
    @WithConverter(UserList.FromText.class)
    Optional<UserList> dashboardUsers();

    /** [SESSION_HOURS] Hours until a user must sign in again, 0.001 to 8,760. */
    @WithDefault("168")
    @Range(least = 0.001, most = 8_760, unit = "hours")
    BigDecimal sessionHours();

    /**
     * [SHARE_SECRET] The secret that signs links that share a view, 32 characters or more; random if not set, so the
     * links end with a restart.
     */
    @Secret(leastLength = 32)
    Optional<SecretText> shareSecret();

    /** [MAX_SHARE_DAYS] Maximum lifetime of a link that shares a view, in days, 1 to 3,650. */
    @WithDefault("90")
    @Range(least = 1, most = 3_650, unit = "days")
    int maxShareDays();

    /** [OIDC_ISSUER] The address of an OpenID Connect provider. With it, all users must sign in. */
    @Address
    @WithConverter(IssuerConverter.class)
    Optional<String> oidcIssuer();

    /** [OIDC_CLIENT_ID] The dashboard's name at the provider; required with OIDC_ISSUER. */
    Optional<String> oidcClientId();

    /** [OIDC_CLIENT_SECRET] The dashboard's secret at the provider; without one, it is a public client with PKCE. */
    @Secret(leastLength = 1)
    Optional<SecretText> oidcClientSecret();

    /** [OIDC_SCOPES] The scopes to ask the provider for, with spaces between them. */
    @WithDefault("openid profile email")
    String oidcScopes();

    /** [OIDC_ROLES_CLAIM] The path of the claim that lists a user's roles, such as {@code realm_access/roles}. */
    @WithDefault("groups")
    String oidcRolesClaim();

    /** [OIDC_SIGN_OUT] Whether signing out also ends the session at the provider, which must support that. */
    @WithDefault("false")
    boolean oidcSignOut();

    /** [OIDC_VIEWER_ROLE] The role that a user needs to see the shop; by default, every account of the provider may. */
    Optional<String> oidcViewerRole();

    /** [OIDC_ADMIN_ROLE] The role of a user who may change something and see raw messages. */
    @WithDefault("dashboard-admin")
    String oidcAdminRole();

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

    /** [ADMIN_TOKEN] The token required for changes and raw messages, 8 characters or more; random if not set. */
    @Secret(leastLength = 8)
    Optional<SecretText> adminToken();

    /** [INGEST_TOKEN] Bearer token that admits records sent to the dashboard, 8 characters or more. */
    @Secret(leastLength = 8)
    Optional<SecretText> ingestToken();

    /** [SHOPIFY_SECRET] The secret with which Shopify signs its webhooks, 8 characters or more. */
    @Secret(leastLength = 8)
    Optional<SecretText> shopifySecret();

    /** [WOOCOMMERCE_SECRET] The secret with which WooCommerce signs its webhooks, 8 characters or more. */
    @Secret(leastLength = 8)
    Optional<SecretText> woocommerceSecret();

    /** [STRIPE_SECRET] The signing secret of Stripe's webhook endpoint, 8 characters or more. */
    @Secret(leastLength = 8)
    Optional<SecretText> stripeSecret();

    /** [ALERTS] The path of a JSON file with rules for alerts and the webhooks that receive them. */
    @WithConverter(ReadableFileConverter.class)
    Optional<Path> alerts();

    /** [HISTORY] Whether records are kept on disk, for earlier days and after a restart. */
    @WithDefault("true")
    boolean history();

    /** [HISTORY_DAYS] Days before today that are kept, 1 to 3,650; the oldest are deleted first. */
    @WithDefault("35")
    @Range(least = 1, most = 3_650, unit = "days")
    int historyDays();

    /** [HISTORY_MAX_GB] Limit on the history, in gigabytes, 0.1 to 10,000; beyond it the oldest days are deleted. */
    @WithDefault("2")
    @Range(least = 0.1, most = 10_000, unit = "gigabytes")
    BigDecimal historyMaxGb();

    /**
     * [HISTORY_MEMORY_MB] Limit on the memory for reading and writing the history, in megabytes, 128 to 65,536. It is
     * outside the heap.
     */
    @WithDefault("256")
    @Range(least = 128, most = 65_536, unit = "megabytes")
    int historyMemoryMb();

    /** [HISTORY_QUERY_SECONDS] Limit in seconds on a query of the history, 1 to 600. */
    @WithDefault("10")
    @Range(least = 1, most = 600, unit = "seconds")
    int historyQuerySeconds();

    /** [SHOP_TIME_ZONE] The time zone of the shop's days, such as Europe/Berlin; by default the system's. */
    @WithConverter(TimeZoneConverter.class)
    Optional<ZoneId> shopTimeZone();

    /** [GOAL_SALES] The sales goal for each day, 1 to 1,000,000,000,000. */
    @Range(least = 1, most = 1e12)
    Optional<BigDecimal> goalSales();

    /** [CURRENCY] The currency of all amounts: an ISO 4217 code, such as EUR. */
    @WithDefault("USD")
    @WithConverter(CurrencyConverter.class)
    Currency currency();

    /** [SHOP_NAME] The name of the shop in the title of the page, at most 60 characters. */
    @WithDefault("theLook")
    @WithConverter(ShopNameConverter.class)
    String shopName();

    /** [REFRESH_SECONDS] Interval of the deltas on the cards in seconds, 1 to 3600. */
    @WithDefault("5")
    @Range(least = 1, most = 3600, unit = "seconds")
    int refreshSeconds();

    /** [DASHBOARD_PUSH_MILLIS] Minimum milliseconds between two views, 50 to 60,000; the interval grows under load. */
    @WithDefault("250")
    @Range(least = 50, most = 60_000, unit = "milliseconds")
    int pushMillis();

    /** [DASHBOARD_MAX_RECORDS] Limit on records kept, 1 to 2,000,000; beyond it the oldest are dropped early. */
    @WithDefault("300000")
    @Range(least = 1, most = 2_000_000)
    int maxRecords();

    /** [MAX_VIEWS] Limit on different views (windows and filters) open, 1 to 1,000; further ones are refused. */
    @WithDefault("64")
    @Range(least = 1, most = 1_000)
    int maxViews();

    /**
     * [MAX_VIEWS_PER_ADDRESS] Limit on open views that viewers of one address were the first to open, 1 to 1,000; half
     * of MAX_VIEWS if not set.
     */
    @Range(least = 1, most = 1_000)
    Optional<Integer> maxViewsPerAddress();

    /**
     * [MAX_FRAME_MB] The largest message accepted from the feed, in megabytes, 1 to 1024; a larger one ends the
     * connection. One that gzip inflates beyond it counts as malformed.
     */
    @WithDefault("64")
    @Range(least = 1, most = 1024, unit = "megabytes")
    int maxFrameMb();

    /**
     * [SOURCE_TIMEOUT_SECONDS] Limit in seconds on the feed's handshake and on its silence, 2 to 3600; beyond it, the
     * dashboard closes the connection. A feed that answers no pings may be silent for at least 30 times as long.
     */
    @WithDefault("10")
    @Range(least = 2, most = 3600, unit = "seconds")
    int sourceTimeoutSeconds();

    /** [MAX_BARS] Limit on bars in a chart, 2 to 200; "Other" below the bars adds up the rest. */
    @WithDefault("20")
    @Range(least = 2, most = 200)
    int maxBars();

    /**
     * [VIEW_BYTES_PER_SECOND] Bytes per second to each open page, 500 to 10,000,000. Above it, charts and orders are
     * updated less often; figures are not.
     */
    @WithDefault("2500")
    @Range(least = 500, most = 10_000_000, unit = "bytes")
    int viewBytesPerSecond();

    /** [MAX_VIEWERS] Limit on open pages, 1 to 100,000; further ones are refused with 503. */
    @WithDefault("10000")
    @Range(least = 1, most = 100_000)
    int maxViewers();

    /** [MAX_CLIENTS] Limit on clients of the relayed feed, 1 to 100,000; further ones are refused with 503. */
    @WithDefault("2000")
    @Range(least = 1, most = 100_000)
    int maxClients();

    /**
     * [MAX_IN_FLIGHT_MB] Limit on megabytes of large messages in flight, 1 to 65,536, for each of {@code /ws} and
     * {@code /live}; an eighth of the heap if not set.
     */
    @Range(least = 1, most = 65_536, unit = "megabytes")
    Optional<Integer> maxInFlightMb();

    /**
     * [SLOW_VIEWER_SECONDS] Seconds that a viewer or client may take for one message, or for 64 KB of a download,
     * before its connection is closed, 1 to 3600.
     */
    @WithDefault("30")
    @Range(least = 1, most = 3600, unit = "seconds")
    int slowViewerSeconds();

    /**
     * [DRAIN_SECONDS] Seconds over which the connections are closed when the dashboard stops, 0 to 600, so that other
     * dashboards behind the load balancer receive the viewers gradually.
     */
    @WithDefault("0")
    @Range(least = 0, most = 600, unit = "seconds")
    int drainSeconds();

    /** {@link #maxViewsPerAddress}, or its default: one address cannot use up all views. */
    default int viewsPerAddress() {
        return maxViewsPerAddress().orElse(Math.max(1, maxViews() / 2));
    }

    /** {@link #maxConnections}, or its default: room for all viewers and clients, and for other requests. */
    default int connections() {
        return maxConnections().orElse(maxViewers() + maxClients() + 1_000);
    }
}
