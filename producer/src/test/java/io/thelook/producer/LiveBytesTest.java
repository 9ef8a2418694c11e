package io.thelook.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.model.FeedEncoding;
import io.thelook.producer.scenario.Running;
import io.thelook.producer.scenario.Scenario;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.service.feed.FeedWindow;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** A seed gives the same bytes in each version. */
class LiveBytesTest {

    private static final long START = Instant.parse("2026-03-02T12:00:00Z").toEpochMilli();
    private static final Duration LOOKBACK = Duration.ofMinutes(5);

    private long now = START;

    @Test
    void shop_givesTheBytesOfItsSeed() throws GeneralSecurityException {
        assertThat(hash(new Behaviour(Behaviour.Mode.SHOP, 1, 2_880, 50_000)))
                .isEqualTo("36aa345fca2dcaeea208893277ad7bdcc1dee7dc6e1aa4d5d0e24bbc9fbde427");
    }

    @Test
    void steadyShop_givesTheBytesOfItsSeed() throws GeneralSecurityException {
        assertThat(hash(Behaviour.steady()))
                .isEqualTo("58dfaade2751b8bc767b83bfb45b3f45dcffa37974cdfcf406479464911e0793");
    }

    /** The hash of the frame four minutes after the start, with a flash sale and frauds in between. */
    private String hash(Behaviour behaviour) throws GeneralSecurityException {
        Shop shop = new Shop(42, behaviour);
        FeedWindow window = new FeedWindow(1_000_000, FeedEncoding.ARRAY);
        Simulation simulation = new Simulation(
                shop,
                new Market(shop, 2, new SimulatedClock(START, behaviour.timeScale()), () -> Optional.of(scenario())),
                window,
                new Nobody(),
                () -> Instant.ofEpochMilli(now),
                new Simulation.Plan(42, behaviour.mode() == Behaviour.Mode.STEADY, LOOKBACK, -1, 100_000));
        simulation.backfill(100_000);
        while (now < START + 240_000) {
            now += 20;
            simulation.tick(() -> true);
        }
        byte[] frame = window.frame(now - LOOKBACK.toMillis()).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(frame));
    }

    private Running scenario() {
        return now < START + 120_000
                ? new Running(Scenario.FLASH_SALE, START + 30_000, 60, OptionalDouble.empty(), 1, START, "Jeans")
                : new Running(Scenario.FRAUD_BURST, START + 120_000, 20, OptionalDouble.empty(), 1, START, "");
    }
}
