package io.thelook.dashboard;

import io.thelook.dashboard.source.FeedAddress;
import io.thelook.dashboard.source.FeedHeaders;
import io.thelook.dashboard.source.FeedSettings;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.service.start.BadSetting;
import java.time.Duration;

/** Combines the settings that say how to read a feed over a WebSocket, and refuses those that contradict each other. */
final class FeedConfig {

    private static final int MEGABYTE = 1_000_000;

    private FeedConfig() {}

    /** @throws BadSetting if two settings contradict each other */
    static FeedSettings settings(DashboardConfig config, FeedAddress address, Meaning plainMeaning) {
        FeedHeaders headers = config.feedHeaders().orElse(FeedHeaders.NONE);
        if (headers.hasAuthorization() && address.hasUserInfo()) {
            throw new BadSetting(
                    "FEED_HEADERS", "(not shown): expected no Authorization, because the feed's address has user info");
        }
        if (config.feedCa().isPresent() && !address.isSecure()) {
            throw new BadSetting(
                    "FEED_CA", config.feedCa().get() + ": expected a feed with wss:// as its address, not " + address);
        }
        return new FeedSettings(
                address,
                plainMeaning,
                config.feedSubprotocol(),
                headers,
                config.feedHello(),
                config.feedCa(),
                config.feedPingSeconds(),
                Duration.ofSeconds(config.sourceTimeoutSeconds()),
                config.maxFrameMb() * MEGABYTE);
    }
}
