package io.thelook.dashboard;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.thelook.service.start.YesOrNo;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.Optional;

/**
 * The settings of the dashboard. Each is set by the environment variable in brackets; {@code application.properties} ties
 * them together.
 */
@ConfigMapping(prefix = "dashboard")
public interface DashboardConfig {

    /** [PRODUCER_URL] The address of the feed, {@code ws://} or {@code wss://}. */
    @WithDefault("ws://localhost:8000/ws")
    @WithConverter(FeedAddress.class)
    URI producerUrl();

    /** [AUTO_CONNECT] Whether the page connects by itself on a person's first visit. */
    @WithDefault("false")
    @WithConverter(YesOrNo.class)
    boolean autoConnect();

    /** [REFRESH_SECONDS] Seconds over which the deltas on the cards count, 1 to 3600. */
    @WithDefault("5")
    @Min(value = 1, message = REFRESH_SECONDS)
    @Max(value = 3600, message = REFRESH_SECONDS)
    int refreshSeconds();

    /** [PUSH_MILLIS] The least milliseconds between two views, 50 to 60,000; they come further apart under load. */
    @WithDefault("250")
    @Min(value = 50, message = PUSH_MILLIS)
    @Max(value = 60_000, message = PUSH_MILLIS)
    int pushMillis();

    /** [MAX_RECORDS] The most records kept, 1 to 2,000,000; beyond it the oldest go before their time. */
    @WithDefault("300000")
    @Min(value = 1, message = MAX_RECORDS)
    @Max(value = 2_000_000, message = MAX_RECORDS)
    int maxRecords();

    /** [MAX_VIEWS] The most different views (windows and filters) at a time, 1 to 1,000; further ones are refused. */
    @WithDefault("64")
    @Min(value = 1, message = MAX_VIEWS)
    @Max(value = 1_000, message = MAX_VIEWS)
    int maxViews();

    /** [MAX_FRAME_MB] The largest frame taken from the feed, in megabytes, 1 to 1024; a larger one ends the connection. */
    @WithDefault("64")
    @Min(value = 1, message = MAX_FRAME_MB)
    @Max(value = 1024, message = MAX_FRAME_MB)
    int maxFrameMb();

    /** [SOURCE_TIMEOUT_SECONDS] Seconds of silence after which the feed's connection is given up, 2 to 3600. */
    @WithDefault("10")
    @Min(value = 2, message = SOURCE_TIMEOUT_SECONDS)
    @Max(value = 3600, message = SOURCE_TIMEOUT_SECONDS)
    int sourceTimeoutSeconds();

    /** [MAX_BARS] The most bars in a chart, 2 to 200; what comes after them is gathered under "Other". */
    @WithDefault("20")
    @Min(value = 2, message = MAX_BARS)
    @Max(value = 200, message = MAX_BARS)
    int maxBars();

    /**
     * [VIEW_BYTES_PER_SECOND] Bytes a second that each open page is sent, 500 to 10,000,000: beyond it charts and orders come
     * less often, figures do not.
     */
    @WithDefault("2500")
    @Min(value = 500, message = VIEW_BYTES_PER_SECOND)
    @Max(value = 10_000_000, message = VIEW_BYTES_PER_SECOND)
    int viewBytesPerSecond();

    /** [MAX_VIEWERS] The most open pages at a time, 1 to 100,000; further ones are refused with 503. */
    @WithDefault("10000")
    @Min(value = 1, message = MAX_VIEWERS)
    @Max(value = 100_000, message = MAX_VIEWERS)
    int maxViewers();

    /** [MAX_CLIENTS] The most clients of the relayed feed at a time, 1 to 100,000; further ones are refused with 503. */
    @WithDefault("2000")
    @Min(value = 1, message = MAX_CLIENTS)
    @Max(value = 100_000, message = MAX_CLIENTS)
    int maxClients();

    /** [MAX_IN_FLIGHT_MB] How many megabytes of large messages may be on their way, 1 to 65,536; an eighth of the heap if not set. */
    Optional<@Min(value = 1, message = MAX_IN_FLIGHT_MB) @Max(value = 65_536, message = MAX_IN_FLIGHT_MB) Integer>
            maxInFlightMb();

    /** [SLOW_VIEWER_SECONDS] Seconds that a viewer or client may take for one message before it is closed, 1 to 3600. */
    @WithDefault("30")
    @Min(value = 1, message = SLOW_VIEWER_SECONDS)
    @Max(value = 3600, message = SLOW_VIEWER_SECONDS)
    int slowViewerSeconds();

    String VALUE = "=${validatedValue}: expected ";
    String REFRESH_SECONDS = "REFRESH_SECONDS" + VALUE + "a whole number of seconds from 1 to 3600";
    String PUSH_MILLIS = "PUSH_MILLIS" + VALUE + "a whole number of milliseconds from 50 to 60000";
    String MAX_RECORDS = "MAX_RECORDS" + VALUE + "a whole number from 1 to 2000000";
    String MAX_VIEWS = "MAX_VIEWS" + VALUE + "a whole number from 1 to 1000";
    String MAX_FRAME_MB = "MAX_FRAME_MB" + VALUE + "a whole number of megabytes from 1 to 1024";
    String SOURCE_TIMEOUT_SECONDS = "SOURCE_TIMEOUT_SECONDS" + VALUE + "a whole number of seconds from 2 to 3600";
    String MAX_BARS = "MAX_BARS" + VALUE + "a whole number from 2 to 200";
    String VIEW_BYTES_PER_SECOND = "VIEW_BYTES_PER_SECOND" + VALUE + "a whole number of bytes from 500 to 10000000";
    String MAX_VIEWERS = "MAX_VIEWERS" + VALUE + "a whole number from 1 to 100000";
    String MAX_CLIENTS = "MAX_CLIENTS" + VALUE + "a whole number from 1 to 100000";
    String MAX_IN_FLIGHT_MB = "MAX_IN_FLIGHT_MB" + VALUE + "a whole number of megabytes from 1 to 65536";
    String SLOW_VIEWER_SECONDS = "SLOW_VIEWER_SECONDS" + VALUE + "a whole number of seconds from 1 to 3600";
}
