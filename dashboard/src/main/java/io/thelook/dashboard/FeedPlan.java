package io.thelook.dashboard;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.thelook.dashboard.mapping.Mapping;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.model.FeedFormat;
import io.thelook.model.RecordMapping;
import io.thelook.service.signature.Scheme;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/**
 * Where the records come from, and what they look like, as the settings have it.
 *
 * <p>Without FEED and INGEST, that is the simulated shop. With INGEST alone, no feed is followed, so that simulated and
 * real orders never mix.
 */
final class FeedPlan {

    private static final String THELOOK = "thelook";

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
        boolean isKafka = feed.flatMap(FeedLocation::kafka).isPresent();
        FeedMode mode = config.feedMode().orElse(isKafka || feed.isEmpty() ? FeedMode.ADDITIONS : FeedMode.WINDOW);
        if (isKafka && mode == FeedMode.WINDOW) {
            throw new ConfigurationException("FEED_MODE=window: expected additions for a topic of Kafka");
        }
        if (config.ingest() && feed.isPresent() && mode == FeedMode.WINDOW) {
            throw new ConfigurationException("INGEST=true: expected no FEED, one of kafka://, or FEED_MODE=additions,"
                    + " because a feed that sends its whole window leaves no room for other orders");
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

    /** What the feed's messages mean if it does not speak {@code thelook.v1}. */
    Meaning meaning() {
        return meaning;
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

    /** The form of deliveries: a shop that signs them has its preset, unless a mapping is configured. */
    FeedFormat formatOf(String scheme) {
        boolean isShop =
                Arrays.stream(Scheme.values()).anyMatch(each -> each.label().equals(scheme));
        String mapping = config.feedMapping().orElse(isShop ? scheme : THELOOK);
        return format(mapping, FeedMode.ADDITIONS);
    }

    /** The length of the window of sources that have none of their own; empty if there is no such source. */
    Optional<Duration> lookback() {
        return config.ingest() || meaning == Meaning.ADDITIONS
                ? Optional.of(Duration.ofMinutes(config.lookbackMinutes()))
                : Optional.empty();
    }
}
