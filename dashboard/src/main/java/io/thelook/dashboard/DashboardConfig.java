package io.thelook.dashboard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.thelook.dashboard.source.FeedAddress;
import io.thelook.service.start.Address;
import io.thelook.service.start.Port;
import io.thelook.service.start.Range;
import java.util.Optional;

/**
 * The settings of the dashboard. Each is set by the environment variable in brackets, or by that variable with DASHBOARD_ in
 * front, which wins: MAX_RECORDS and DASHBOARD_MAX_RECORDS set the same.
 */
@ConfigMapping(prefix = "dashboard")
public interface DashboardConfig {

    /** [DASHBOARD_PORT] The port that the dashboard listens on, 1 to 65,535. */
    @Port
    @WithDefault("3000")
    int port();

    /** [PRODUCER_URL] The address of the feed, {@code ws://} or {@code wss://}; user info becomes Basic authentication. */
    @WithDefault("ws://localhost:8000/ws")
    @Address
    @WithConverter(FeedAddressConverter.class)
    FeedAddress producerUrl();

    /** [AUTO_CONNECT] Whether the page connects by itself on a person's first visit. */
    @WithDefault("false")
    boolean autoConnect();

    /** [REFRESH_SECONDS] Seconds over which the deltas on the cards count, 1 to 3600. */
    @WithDefault("5")
    @Range(least = 1, most = 3600, unit = "seconds")
    int refreshSeconds();

    /** [DASHBOARD_PUSH_MILLIS] The least milliseconds between two views, 50 to 60,000; they come further apart under load. */
    @WithDefault("250")
    @Range(least = 50, most = 60_000, unit = "milliseconds")
    int pushMillis();

    /** [DASHBOARD_MAX_RECORDS] The most records kept, 1 to 2,000,000; beyond it the oldest go before their time. */
    @WithDefault("300000")
    @Range(least = 1, most = 2_000_000)
    int maxRecords();

    /** [MAX_VIEWS] The most different views (windows and filters) at a time, 1 to 1,000; further ones are refused. */
    @WithDefault("64")
    @Range(least = 1, most = 1_000)
    int maxViews();

    /** [MAX_VIEWS_PER_ADDRESS] The most of these that viewers from one address may have asked for first, 1 to 1,000. */
    @WithDefault("32")
    @Range(least = 1, most = 1_000)
    int maxViewsPerAddress();

    /** [MAX_FRAME_MB] The largest frame taken from the feed, in megabytes, 1 to 1024; a larger one ends the connection. */
    @WithDefault("64")
    @Range(least = 1, most = 1024, unit = "megabytes")
    int maxFrameMb();

    /**
     * [SOURCE_TIMEOUT_SECONDS] Seconds that the feed's handshake may take, and of silence after which its connection is given up,
     * 2 to 3600; a feed that answers no pings may be silent for at least 30 times as long.
     */
    @WithDefault("10")
    @Range(least = 2, most = 3600, unit = "seconds")
    int sourceTimeoutSeconds();

    /** [MAX_BARS] The most bars in a chart, 2 to 200; what comes after them is gathered under "Other". */
    @WithDefault("20")
    @Range(least = 2, most = 200)
    int maxBars();

    /**
     * [VIEW_BYTES_PER_SECOND] Bytes a second that each open page is sent, 500 to 10,000,000: beyond it charts and orders come
     * less often, figures do not.
     */
    @WithDefault("2500")
    @Range(least = 500, most = 10_000_000, unit = "bytes")
    int viewBytesPerSecond();

    /** [MAX_VIEWERS] The most open pages at a time, 1 to 100,000; further ones are refused with 503. */
    @WithDefault("10000")
    @Range(least = 1, most = 100_000)
    int maxViewers();

    /** [MAX_CLIENTS] The most clients of the relayed feed at a time, 1 to 100,000; further ones are refused with 503. */
    @WithDefault("2000")
    @Range(least = 1, most = 100_000)
    int maxClients();

    /** [MAX_IN_FLIGHT_MB] How many megabytes of large messages may be on their way, 1 to 65,536; an eighth of the heap if not set. */
    @Range(least = 1, most = 65_536, unit = "megabytes")
    Optional<Integer> maxInFlightMb();

    /** [SLOW_VIEWER_SECONDS] Seconds that a viewer or client may take for one message, or for 64 KB of a download, before it is closed, 1 to 3600. */
    @WithDefault("30")
    @Range(least = 1, most = 3600, unit = "seconds")
    int slowViewerSeconds();
}
