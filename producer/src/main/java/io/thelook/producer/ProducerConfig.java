package io.thelook.producer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.thelook.model.FeedEncoding;
import io.thelook.service.start.YesOrNo;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings of the producer. Each is set by the environment variable in brackets; {@code application.properties} ties
 * them together.
 */
@ConfigMapping(prefix = "producer")
public interface ProducerConfig {

    /** [WAIT_SECONDS] Seconds from one simulated user to the next, 0.001 to 3600. */
    @WithDefault("0.5")
    @DecimalMin(value = "0.001", message = WAIT_SECONDS)
    @DecimalMax(value = "3600", message = WAIT_SECONDS)
    BigDecimal waitSeconds();

    /** [MAX_ITERATIONS] Users to simulate before the shop falls silent, those of the history not counted; -1: for ever. */
    @WithDefault("-1")
    @Min(value = -1, message = MAX_ITERATIONS)
    long maxIterations();

    /** [LOOKBACK_MINUTES] Minutes that the feed's window reaches back, 1 to 1440. */
    @WithDefault("5")
    @Min(value = 1, message = LOOKBACK_MINUTES)
    @Max(value = 1440, message = LOOKBACK_MINUTES)
    int lookbackMinutes();

    /** [REFRESH_SECONDS] Seconds between two frames, 1 to 3600. */
    @WithDefault("5")
    @Min(value = 1, message = REFRESH_SECONDS)
    @Max(value = 3600, message = REFRESH_SECONDS)
    int refreshSeconds();

    /** [PUSH_MILLIS] The least milliseconds between two messages of {@code thelook.v1}, 10 to 60,000. */
    @WithDefault("20")
    @Min(value = 10, message = PUSH_MILLIS)
    @Max(value = 60_000, message = PUSH_MILLIS)
    int pushMillis();

    /** [SEED] Fixes all randomness: the same seed and the same clock give the same records. Drawn at start if not set. */
    OptionalLong seed();

    /** [FEED_ENCODING] {@code array}, or {@code string} for the reference producer's own form. */
    @WithDefault("array")
    FeedEncoding feedEncoding();

    /** [BACKFILL] Whether the window is filled with history at start, so that the first visitor sees a living shop. */
    @WithDefault("true")
    @WithConverter(YesOrNo.class)
    boolean backfill();

    /** [MAX_RECORDS] The most records in the window, 1 to 1,000,000; beyond it the oldest go before their time. */
    @WithDefault("150000")
    @Min(value = 1, message = MAX_RECORDS)
    @Max(value = 1_000_000, message = MAX_RECORDS)
    int maxRecords();

    /** [MAX_CLIENTS] The most feed clients at a time, 1 to 100,000; further ones are refused with 503. */
    @WithDefault("2000")
    @Min(value = 1, message = MAX_CLIENTS)
    @Max(value = 100_000, message = MAX_CLIENTS)
    int maxClients();

    /** [MAX_IN_FLIGHT_MB] How many megabytes of large messages may be on their way, 1 to 65,536; an eighth of the heap if not set. */
    Optional<@Min(value = 1, message = MAX_IN_FLIGHT_MB) @Max(value = 65_536, message = MAX_IN_FLIGHT_MB) Integer>
            maxInFlightMb();

    /** [SLOW_CLIENT_SECONDS] Seconds that a client may take for one frame before it is closed, 1 to 3600. */
    @WithDefault("30")
    @Min(value = 1, message = SLOW_CLIENT_SECONDS)
    @Max(value = 3600, message = SLOW_CLIENT_SECONDS)
    int slowClientSeconds();

    /** {@link #waitSeconds} as a duration. */
    default Duration waitTime() {
        return Duration.ofNanos(waitSeconds().movePointRight(9).longValue());
    }

    /** {@link #lookbackMinutes} as a duration. */
    default Duration lookback() {
        return Duration.ofMinutes(lookbackMinutes());
    }

    String VALUE = "=${validatedValue}: expected ";
    String WAIT_SECONDS = "WAIT_SECONDS" + VALUE + "a number of seconds from 0.001 to 3600";
    String MAX_ITERATIONS = "MAX_ITERATIONS" + VALUE + "0 or more, or -1 for no end";
    String LOOKBACK_MINUTES = "LOOKBACK_MINUTES" + VALUE + "a whole number of minutes from 1 to 1440";
    String REFRESH_SECONDS = "REFRESH_SECONDS" + VALUE + "a whole number of seconds from 1 to 3600";
    String PUSH_MILLIS = "PUSH_MILLIS" + VALUE + "a whole number of milliseconds from 10 to 60000";
    String MAX_RECORDS = "MAX_RECORDS" + VALUE + "a whole number from 1 to 1000000";
    String MAX_CLIENTS = "MAX_CLIENTS" + VALUE + "a whole number from 1 to 100000";
    String MAX_IN_FLIGHT_MB = "MAX_IN_FLIGHT_MB" + VALUE + "a whole number of megabytes from 1 to 65536";
    String SLOW_CLIENT_SECONDS = "SLOW_CLIENT_SECONDS" + VALUE + "a whole number of seconds from 1 to 3600";
}
