package io.thelook.producer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.thelook.model.FeedEncoding;
import io.thelook.producer.store.Behaviour;
import io.thelook.service.start.Address;
import io.thelook.service.start.Port;
import io.thelook.service.start.Range;
import io.thelook.service.start.Secret;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The settings of the producer. Each is set by the environment variable in brackets, or by that variable with PRODUCER_ in
 * front, which wins: MAX_RECORDS and PRODUCER_MAX_RECORDS set the same.
 */
@ConfigMapping(prefix = "producer")
public interface ProducerConfig {

    /** [PRODUCER_PORT] The port that the producer listens on, 1 to 65,535. */
    @Port
    @WithDefault("8000")
    int port();

    /** [WAIT_SECONDS] Seconds from one simulated user to the next, 0.001 to 3600. */
    @WithDefault("0.5")
    @Range(least = 0.001, most = 3600, unit = "seconds")
    BigDecimal waitSeconds();

    /** [RATE] Simulated users per second, 0.1 to 100,000, or {@code max}; in place of WAIT_SECONDS if set. */
    @WithConverter(Rate.Reader.class)
    Optional<Rate> rate();

    /** [MODE] {@code shop}, or {@code steady} for the plain behaviour of the reference. */
    @WithDefault("shop")
    Behaviour.Mode mode();

    /** [TIME_SCALE] Seconds of the simulated clock in a second, 1 to 100,000. */
    @WithDefault("1")
    @Range(least = 1, most = 100_000, unit = "simulated seconds in a second")
    BigDecimal timeScale();

    /** [LIFECYCLE_SCALE] How much faster than that orders are shipped, delivered and returned, 1 to 100,000. */
    @WithDefault("2880")
    @Range(least = 1, most = 100_000)
    BigDecimal lifecycleScale();

    /** [CUSTOMERS] How many customers the shop remembers, 1 to 1,000,000. */
    @WithDefault("50000")
    @Range(least = 1, most = 1_000_000)
    int customers();

    /** [MAX_OPEN_ORDERS] The most orders that are followed, 1 to 5,000,000; further ones keep their first status. */
    @WithDefault("200000")
    @Range(least = 1, most = 5_000_000)
    int maxOpenOrders();

    /** [ADMIN_TOKEN] Required to control the shop from another machine, 8 characters or more. */
    @Secret(leastLength = 8)
    Optional<String> adminToken();

    /** [PERSIST] {@code postgres://user:password@host:port/database}: where all seven tables are written to. */
    @Address
    Optional<String> persist();

    /** [PERSIST_BUFFER] The most visits and changes that wait for the database, 1 to 10,000,000; further ones are dropped. */
    @WithDefault("100000")
    @Range(least = 1, most = 10_000_000)
    int persistBuffer();

    /** [MAX_ITERATIONS] Users to simulate before the shop falls silent, those of the history not counted; -1: for ever. */
    @WithDefault("-1")
    @Range(least = -1, most = Long.MAX_VALUE, words = "0 or more, or -1 for no end")
    long maxIterations();

    /** [LOOKBACK_MINUTES] Minutes that the feed's window reaches back, 1 to 1440. */
    @WithDefault("5")
    @Range(least = 1, most = 1440, unit = "minutes")
    int lookbackMinutes();

    /** [REFRESH_SECONDS] Seconds between two frames, 1 to 3600. */
    @WithDefault("5")
    @Range(least = 1, most = 3600, unit = "seconds")
    int refreshSeconds();

    /** [PRODUCER_PUSH_MILLIS] The least milliseconds between two messages of {@code thelook.v1}, 10 to 60,000. */
    @WithDefault("20")
    @Range(least = 10, most = 60_000, unit = "milliseconds")
    int pushMillis();

    /** [SEED] Fixes all randomness: the same seed and the same clock give the same records. Drawn at start if not set. */
    OptionalLong seed();

    /** [FEED_ENCODING] {@code array}, or {@code string} for the reference producer's own form. */
    @WithDefault("array")
    FeedEncoding feedEncoding();

    /** [BACKFILL] Whether the window is filled with history at start, so that the first visitor sees a living shop. */
    @WithDefault("true")
    boolean backfill();

    /** [PRODUCER_MAX_RECORDS] The most records in the window, 1 to 1,000,000; beyond it the oldest go before their time. */
    @WithDefault("150000")
    @Range(least = 1, most = 1_000_000)
    int maxRecords();

    /** [MAX_CLIENTS] The most feed clients at a time, 1 to 100,000; further ones are refused with 503. */
    @WithDefault("2000")
    @Range(least = 1, most = 100_000)
    int maxClients();

    /** [MAX_IN_FLIGHT_MB] How many megabytes of large messages may be on their way, 1 to 65,536; an eighth of the heap if not set. */
    @Range(least = 1, most = 65_536, unit = "megabytes")
    Optional<Integer> maxInFlightMb();

    /** [SLOW_CLIENT_SECONDS] Seconds that a client may take for one frame, or for 64 KB of a download, before it is closed, 1 to 3600. */
    @WithDefault("30")
    @Range(least = 1, most = 3600, unit = "seconds")
    int slowClientSeconds();

    /** What {@link #rate} says, or else {@link #waitSeconds}. */
    default Rate visits() {
        return rate().orElseGet(
                        () -> new Rate(OptionalDouble.of(1 / waitSeconds().doubleValue())));
    }

    /** {@link #visits} in words. */
    default String pace() {
        OptionalDouble perSecond = visits().perSecond();
        return perSecond.isEmpty()
                ? "as many as the machine gives"
                : BigDecimal.valueOf(perSecond.getAsDouble())
                                .round(new MathContext(4))
                                .stripTrailingZeros()
                                .toPlainString()
                        + " a second";
    }

    /** How the shop is to behave: the reference knows neither scale. */
    default Behaviour behaviour() {
        return mode() == Behaviour.Mode.STEADY
                ? Behaviour.steady()
                : new Behaviour(
                        mode(), timeScale().doubleValue(), lifecycleScale().doubleValue(), customers());
    }

    /** {@link #lookbackMinutes} as a duration. */
    default Duration lookback() {
        return Duration.ofMinutes(lookbackMinutes());
    }
}
