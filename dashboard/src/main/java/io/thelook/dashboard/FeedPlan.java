package io.thelook.dashboard;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.thelook.dashboard.mapping.Mapping;
import io.thelook.dashboard.source.FeedAddress;
import io.thelook.dashboard.source.FeedHeaders;
import io.thelook.dashboard.source.FeedSettings;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.dashboard.window.Query;
import io.thelook.model.FeedFormat;
import io.thelook.model.RecordMapping;
import io.thelook.service.signature.Scheme;
import io.thelook.service.start.BadSetting;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Derives the feed, the form of its messages and the length of the window from the settings. Refuses settings that
 * contradict each other.
 *
 * <p>Without FEED and INGEST, the feed is that of the simulated shop. With INGEST alone, the dashboard follows no feed,
 * so that simulated and real orders never mix.
 */
final class FeedPlan {

    private static final String THELOOK = "thelook";
    private static final String SIMULATED = "simulated";
    private static final int MEGABYTE = 1_000_000;

    private final DashboardConfig config;
    private final Optional<FeedLocation> feed;
    private final Meaning meaning;
    private final FeedFormat format;

    /**
     * @throws ConfigurationException if settings contradict each other, or the mapping is invalid; the message is one
     *     line that names the variable
     */
    FeedPlan(DashboardConfig config) {
        this.config = config;
        this.feed = config.feed()
                .or(config::producerUrl)
                .or(() -> config.ingest() ? Optional.empty() : Optional.of(config.defaultFeed()));
        Optional<String> log = feed.flatMap(FeedLocation::log);
        FeedMode mode =
                config.feedMode().orElse(log.isPresent() || feed.isEmpty() ? FeedMode.ADDITIONS : FeedMode.WINDOW);
        if (log.isPresent() && mode == FeedMode.WINDOW) {
            throw new ConfigurationException("FEED_MODE=window: expected additions for " + log.get());
        }
        if (config.ingest() && feed.isPresent() && mode == FeedMode.WINDOW) {
            throw new ConfigurationException("INGEST=true: expected no FEED, one of kafka:// or file:, or"
                    + " FEED_MODE=additions, because a feed that sends its whole window leaves no room for other"
                    + " orders");
        }
        this.meaning = mode == FeedMode.ADDITIONS ? Meaning.ADDITIONS : Meaning.WINDOW;
        this.format = format(config.feedMapping().orElse(THELOOK), mode);
    }

    private FeedFormat format(String mapping, FeedMode mode) {
        return new FeedFormat(
                mode == FeedMode.ADDITIONS,
                Arrays.asList(config.feedEnvelope().split("\\.")),
                mapping(mapping),
                config.currency().getCurrencyCode());
    }

    private static Optional<RecordMapping> mapping(String name) {
        if (name.equals(THELOOK)) {
            return Optional.empty();
        }
        try {
            Mapping mapping = Mapping.of(name);
            return mapping.isIdentity() ? Optional.empty() : Optional.of(mapping);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException("FEED_MAPPING=" + e.getMessage());
        }
    }

    /** The feed to follow; empty if there is none. */
    Optional<FeedLocation> feed() {
        return feed;
    }

    /**
     * The settings of a feed over a WebSocket.
     *
     * @throws BadSetting if a setting contradicts the address
     */
    FeedSettings webSocket(FeedAddress address) {
        FeedHeaders given = config.feedHeaders().orElse(FeedHeaders.NONE);
        boolean hasCredentials = given.hasAuthorization() || address.hasUserInfo();
        FeedHeaders headers =
                hasCredentials ? given : config.feedToken().map(given::with).orElse(given);
        if (given.hasAuthorization() && address.hasUserInfo()) {
            throw new BadSetting(
                    "FEED_HEADERS", "(not shown): expected no Authorization, because the feed's address has user info");
        }
        if (config.feedCa().isPresent() && !address.isSecure()) {
            throw new BadSetting(
                    "FEED_CA", config.feedCa().get() + ": expected a feed with wss:// as its address, not " + address);
        }
        return new FeedSettings(
                address,
                meaning,
                config.feedSubprotocol(),
                headers,
                config.feedHello(),
                config.feedCa(),
                config.feedPingSeconds(),
                Duration.ofSeconds(config.sourceTimeoutSeconds()),
                config.maxFrameMb() * MEGABYTE);
    }

    /**
     * A name for the source of the records: the simulated shop, deliveries, or an address. One history never mixes
     * records of different sources or currencies.
     */
    String sourceName() {
        boolean isOwn = config.feed().or(config::producerUrl).isPresent();
        String source = isOwn ? feed.orElseThrow().toString() : feed.isPresent() ? SIMULATED : "";
        return source + (config.ingest() ? "+deliveries" : "") + "-"
                + config.currency().getCurrencyCode();
    }

    /**
     * Whether all records are in a log, so that the history is built from it: in a topic, or in a file unless the
     * journal has deliveries beside it.
     */
    boolean isOfLog() {
        return feed.filter(each -> each.kafka().isPresent() || each.file().isPresent() && !config.ingest())
                .isPresent();
    }

    /** The form of the feed's messages. */
    FeedFormat format() {
        return format;
    }

    /** The name of the feed's mapping. */
    String mapping() {
        return config.feedMapping().orElse(THELOOK);
    }

    /** The names of the mappings of deliveries. */
    String mappingOfDeliveries() {
        return config.feedMapping().orElse("thelook; webhooks with a valid signature: the shop’s preset");
    }

    /** The form of deliveries: that of the shop whose signature they have, unless a mapping is configured. */
    FeedFormat formatOf(String scheme) {
        return format(config.feedMapping().orElse(Scheme.isLabel(scheme) ? scheme : THELOOK), FeedMode.ADDITIONS);
    }

    /** The length of the window of sources without their own window; empty if there is no such source. */
    Optional<Duration> lookback() {
        return config.ingest() || meaning == Meaning.ADDITIONS
                ? Optional.of(Duration.ofMinutes(config.lookbackMinutes()))
                : Optional.empty();
    }

    /** How far back such a source must reach: the window also keeps records for longer windows. */
    Duration kept() {
        Duration lookback = lookback().orElseThrow();
        return lookback.compareTo(Query.KEPT) > 0 ? lookback : Query.KEPT;
    }
}
