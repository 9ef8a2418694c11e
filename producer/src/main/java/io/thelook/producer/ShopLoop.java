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

    /** The loop is not alive if no tick has begun for this long. */
    static final Duration DEAD_AFTER = Duration.ofSeconds(10);

    /**
     * The loop is not alive if the opening takes longer than this. A long history takes some seconds on a small
     * machine.
     */
    static final Duration LONGEST_OPENING = Duration.ofMinutes(1);

    private final ServiceThread thread;
    private final LongSupplier nanoTime;
    private volatile boolean isOpen;

    /** The start of the last tick; before the first one, the creation of this loop or the end of the opening. */
    private volatile long lastTick;

    /**
     * @param thread the thread of the shop
     * @param nanoTime as {@link System#nanoTime}
     */
    ShopLoop(ServiceThread thread, LongSupplier nanoTime) {
        this.thread = thread;
        this.nanoTime = nanoTime;
        lastTick = nanoTime.getAsLong();
    }

    /** Runs the opening on the thread, then the tick that it returns. An opening that throws is not repeated. */
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

    /**
     * Once the shop is open: whether its thread is alive, no tick is stuck and one began within {@link #DEAD_AFTER}.
     * Before: whether the opening has taken less than {@link #LONGEST_OPENING}.
     */
    boolean isAlive() {
        long sinceTick = nanoTime.getAsLong() - lastTick;
        return isOpen
                ? thread.isAlive() && sinceTick < DEAD_AFTER.toNanos()
                : !thread.isDead() && sinceTick < LONGEST_OPENING.toNanos();
    }

    /** Stops the thread. No tick begins after this. */
    void stop() {
        thread.shutdownNow();
    }
}
