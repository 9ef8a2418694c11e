package io.thelook.producer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.thelook.model.FeedEncoding;
import io.thelook.producer.store.Behaviour;
import io.thelook.service.start.YesOrNo;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
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

    /** [RATE] Simulated users per second, 0.1 to 100,000, or {@code max}; in place of WAIT_SECONDS if set. */
    @WithConverter(Rate.Reader.class)
    Optional<Rate> rate();

    /** [MODE] {@code shop}, or {@code steady} for the plain behaviour of the reference. */
    @WithDefault("shop")
    Behaviour.Mode mode();

    /** [TIME_SCALE] Seconds of the simulated clock in a second, 1 to 100,000. */
    @WithDefault("1")
    @DecimalMin(value = "1", message = TIME_SCALE)
    @DecimalMax(value = "100000", message = TIME_SCALE)
    BigDecimal timeScale();

    /** [LIFECYCLE_SCALE] How much faster than that orders are shipped, delivered and returned, 1 to 100,000. */
    @WithDefault("2880")
    @DecimalMin(value = "1", message = LIFECYCLE_SCALE)
    @DecimalMax(value = "100000", message = LIFECYCLE_SCALE)
    BigDecimal lifecycleScale();

    /** [CUSTOMERS] How many customers the shop remembers, 1 to 1,000,000. */
    @WithDefault("50000")
    @Min(value = 1, message = CUSTOMERS)
    @Max(value = 1_000_000, message = CUSTOMERS)
    int customers();

    /** [MAX_OPEN_ORDERS] The most orders that are followed, 1 to 5,000,000; further ones keep their first status. */
    @WithDefault("200000")
    @Min(value = 1, message = MAX_OPEN_ORDERS)
    @Max(value = 5_000_000, message = MAX_OPEN_ORDERS)
    int maxOpenOrders();

    /** [ADMIN_TOKEN] Who has it may steer the shop from elsewhere, 8 characters or more; without it, only from the same machine. */
    Optional<@Size(min = 8, message = ADMIN_TOKEN) String> adminToken();

    /** [PERSIST] {@code postgres://user:password@host:port/database}: where all seven tables are written to. */
    Optional<String> persist();

    /** [PERSIST_BUFFER] The most visits and changes that wait for the database, 1 to 10,000,000; further ones are dropped. */
    @WithDefault("100000")
    @Min(value = 1, message = PERSIST_BUFFER)
    @Max(value = 10_000_000, message = PERSIST_BUFFER)
    int persistBuffer();

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

    String VALUE = "=${validatedValue}: expected ";
    String WAIT_SECONDS = "WAIT_SECONDS" + VALUE + "a number of seconds from 0.001 to 3600";
    String TIME_SCALE = "TIME_SCALE" + VALUE + "a number of simulated seconds in a second from 1 to 100000";
    String LIFECYCLE_SCALE = "LIFECYCLE_SCALE" + VALUE + "a number from 1 to 100000";
    String CUSTOMERS = "CUSTOMERS" + VALUE + "a whole number from 1 to 1000000";
    String MAX_OPEN_ORDERS = "MAX_OPEN_ORDERS" + VALUE + "a whole number from 1 to 5000000";
    String ADMIN_TOKEN = "ADMIN_TOKEN=(not shown): expected 8 characters or more";
    String PERSIST_BUFFER = "PERSIST_BUFFER" + VALUE + "a whole number from 1 to 10000000";
    String MAX_ITERATIONS = "MAX_ITERATIONS" + VALUE + "0 or more, or -1 for no end";
    String LOOKBACK_MINUTES = "LOOKBACK_MINUTES" + VALUE + "a whole number of minutes from 1 to 1440";
    String REFRESH_SECONDS = "REFRESH_SECONDS" + VALUE + "a whole number of seconds from 1 to 3600";
    String PUSH_MILLIS = "PUSH_MILLIS" + VALUE + "a whole number of milliseconds from 10 to 60000";
    String MAX_RECORDS = "MAX_RECORDS" + VALUE + "a whole number from 1 to 1000000";
    String MAX_CLIENTS = "MAX_CLIENTS" + VALUE + "a whole number from 1 to 100000";
    String MAX_IN_FLIGHT_MB = "MAX_IN_FLIGHT_MB" + VALUE + "a whole number of megabytes from 1 to 65536";
    String SLOW_CLIENT_SECONDS = "SLOW_CLIENT_SECONDS" + VALUE + "a whole number of seconds from 1 to 3600";
}
