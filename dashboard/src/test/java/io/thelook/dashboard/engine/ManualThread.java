package io.thelook.dashboard.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread whose tasks run when a test tells them to, in the order in which they came, without regard to their delays.
 */
final class ManualThread extends ScheduledThreadPoolExecutor {

    final Deque<Runnable> tasks = new ArrayDeque<>();
    final List<Long> delays = new ArrayList<>();
    boolean isOutOfMemory;

    ManualThread() {
        super(1);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        if (isOutOfMemory) {
            throw new OutOfMemoryError("no room for a task");
        }
        tasks.add(task);
        delays.add(unit.toNanos(delay));
        return null;
    }

    void runNext() {
        tasks.poll().run();
    }

    void runAll() {
        while (!tasks.isEmpty()) {
            runNext();
        }
    }
}
