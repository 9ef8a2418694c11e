package io.thelook.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.model.FeedEncoding;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.RecentVisits;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.SimulatedClock;
import io.thelook.producer.store.Visit;
import io.thelook.service.feed.FeedWindow;
import io.thelook.service.thread.ServiceThread;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShopLoopTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final ServiceThread thread = new ServiceThread("shop", nanos::get);
    private final ShopLoop loop = new ShopLoop(thread, nanos::get);

    @AfterEach
    void stop() {
        loop.stop();
    }

    @Test
    void tickThatThrowsAnError_isCountedAndTheNextRuns() {
        AtomicInteger ticks = new AtomicInteger();
        loop.start(() -> () -> {
            ticks.incrementAndGet();
            throw new StackOverflowError("as every time");
        });

        await().until(() -> ticks.get() >= 3);
        assertThat(thread.failures()).isGreaterThanOrEqualTo(2);
        assertThat(loop.isAlive()).isTrue();
    }

    @Test
    void openingThatThrowsAnError_isCountedAndNothingTicks() {
        loop.start(() -> {
            throw new ExceptionInInitializerError("no catalogue");
        });

        await().until(() -> thread.failures() == 1);
        assertThat(thread.getQueue()).isEmpty();
        nanos.addAndGet(ShopLoop.LONGEST_OPENING.toNanos());
        assertThat(loop.isAlive()).isFalse();
    }

    @Test
    void openingWithALongHistory_isAliveForAMinute() {
        CountDownLatch release = new CountDownLatch(1);
        loop.start(() -> {
            awaitUninterruptibly(release);
            return () -> {};
        });

        nanos.addAndGet(ShopLoop.LONGEST_OPENING.toNanos() - 1);
        assertThat(loop.isAlive()).isTrue();
        nanos.addAndGet(1);
        assertThat(loop.isAlive()).isFalse();

        release.countDown();
        await().until(loop::isAlive);
    }

    @Test
    void tickThatDoesNotReturn_isNotAlive() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        loop.start(() -> () -> {
            started.countDown();
            awaitUninterruptibly(release);
        });
        started.await();
        assertThat(loop.isAlive()).isTrue();

        nanos.addAndGet(ShopLoop.DEAD_AFTER.toNanos() + 1);
        assertThat(loop.isAlive()).isFalse();

        release.countDown();
        await().until(loop::isAlive);
    }

    @Test
    void noTickForTenSeconds_isNotAlive() {
        AtomicInteger ticks = new AtomicInteger();
        loop.start(() -> ticks::incrementAndGet);
        await().until(() -> ticks.get() > 0);
        await().until(() -> {
            thread.getQueue().clear();
            return thread.getActiveCount() == 0 && thread.getQueue().isEmpty();
        });

        nanos.addAndGet(ShopLoop.DEAD_AFTER.toNanos() - 1);
        assertThat(loop.isAlive()).isTrue();
        nanos.addAndGet(1);
        assertThat(loop.isAlive()).isFalse();
    }

    @Test
    void threadThatHasEnded_isNotAlive() {
        AtomicInteger ticks = new AtomicInteger();
        loop.start(() -> ticks::incrementAndGet);
        await().until(() -> ticks.get() > 0);
        assertThat(loop.isAlive()).isTrue();

        loop.stop();

        assertThat(loop.isAlive()).isFalse();
    }

    @Test
    void feed_isToldOfRecordsOfATickThatFailed() {
        InstantSource clock = InstantSource.fixed(Instant.ofEpochMilli(1_741_051_200_000L));
        AtomicInteger announced = new AtomicInteger();
        FeedWindow window = new FeedWindow(1_000, FeedEncoding.ARRAY);
        Shop shop = new Shop(1, Behaviour.steady());
        ShopListener full = new ShopListener() {
            @Override
            public void visited(Visit visit) {
                throw new OutOfMemoryError("once");
            }

            @Override
            public void changed(Order order, long at) {}
        };
        Simulation simulation = new Simulation(
                shop,
                new Market(shop, 50, new SimulatedClock(clock.millis(), 1), Optional::empty),
                window,
                full,
                clock,
                new Simulation.Plan(1, true, Duration.ofMinutes(5), 1, 1_000));
        ShopTick tick = new ShopTick(
                simulation, new RecentVisits(1_000), announced::incrementAndGet, clock, Duration.ofMinutes(5), false);
        thread.execute(tick);
        thread.execute(tick);

        await().until(() -> announced.get() == 1);
        assertThat(window.size()).isPositive();
        assertThat(thread.failures()).isEqualTo(1);
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
