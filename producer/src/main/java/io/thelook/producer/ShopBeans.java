package io.thelook.producer;

import io.thelook.producer.scenario.Scenarios;
import io.thelook.producer.store.RecentVisits;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.service.fanout.Audience;
import io.thelook.service.feed.FeedServer;
import io.thelook.service.feed.FeedWindow;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;

/** Creates the objects that the shop shares with the feed, the exports, and the scenarios. */
@Singleton
class ShopBeans {

    @Produces
    @Singleton
    static FeedWindow window(ProducerConfig config) {
        return new FeedWindow(config.maxRecords(), config.feedEncoding());
    }

    @Produces
    @Singleton
    static FeedServer server(ProducerConfig config, FeedWindow window, Audience clients) {
        InstantSource clock = InstantSource.system();
        long lookback = config.lookback().toMillis();
        return new FeedServer(
                window, clients, Duration.ofMillis(config.pushMillis()), clock::millis, now -> now - lookback);
    }

    @Produces
    @Singleton
    static RecentVisits recent(ProducerConfig config) {
        return new RecentVisits(config.maxRecords());
    }

    @Produces
    @Singleton
    static SimulatedClock calendar(ProducerConfig config) {
        return new SimulatedClock(
                InstantSource.system().millis(), config.timeScale().doubleValue());
    }

    @Produces
    @Singleton
    static Scenarios scenarios(SimulatedClock calendar) {
        return new Scenarios(InstantSource.system(), calendar);
    }
}
