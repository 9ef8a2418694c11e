package io.thelook.producer;

import io.thelook.service.thread.ServiceThread;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Opens the shop on its thread, then runs a tick every 20 ms. A tick that throws is logged and counted by the {@link
 * ServiceThread}, and the next one runs. Thread-safe.
 */
final class ShopLoop {

    static final Duration TICK = Duration.ofMillis(20);

    /** Without a tick for as long as this, the loop is not alive. */
    static final Duration DEAD_AFTER = Duration.ofSeconds(10);

    /** An opening that takes longer than this is not alive: a long history takes some seconds on a small machine. */
    static final Duration LONGEST_OPENING = Duration.ofMinutes(1);

    private final ServiceThread thread;
    private final LongSupplier nanoTime;
    private volatile boolean isOpen;

    /** Before the first tick, the start of the opening. */
    private volatile long lastTick;

    /**
     * @param thread that does everything in the shop
     * @param nanoTime as {@link System#nanoTime}
     */
    ShopLoop(ServiceThread thread, LongSupplier nanoTime) {
        this.thread = thread;
        this.nanoTime = nanoTime;
        lastTick = nanoTime.getAsLong();
    }

    /** Runs the opening on the thread, and from then on the tick that it returns. An opening that throws is not repeated. */
    void start(Supplier<Runnable> opening) {
        thread.execute(() -> {
            Runnable tick = opening.get();
            lastTick = nanoTime.getAsLong();
            isOpen = true;
            thread.scheduleAtFixedRate(() -> tick(tick), 0, TICK.toNanos(), TimeUnit.NANOSECONDS);
        });
    }

    private void tick(Runnable tick) {
        lastTick = nanoTime.getAsLong();
        tick.run();
    }

    /** Whether every tick returns, and one began within the last 10 seconds; before that, whether the opening takes less than a minute. */
    boolean isAlive() {
        long sinceTick = nanoTime.getAsLong() - lastTick;
        return isOpen ? !thread.isStuck() && sinceTick < DEAD_AFTER.toNanos() : sinceTick < LONGEST_OPENING.toNanos();
    }

    /** Ends the thread; no tick begins after this. */
    void stop() {
        thread.shutdownNow();
    }
}
