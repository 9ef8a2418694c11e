package io.thelook.service.fanout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** A lane whose tasks run when a scenario says so, on the calling thread. */
final class Lane implements Executor {

    /** Guarded by this. */
    private final Deque<Runnable> tasks = new ArrayDeque<>();

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
    }

    private synchronized Runnable next() {
        return tasks.poll();
    }

    /** Runs the tasks that wait, at most a number of them; returns how many that were. */
    int run(int most) {
        for (int i = 0; i < most; i++) {
            Runnable task = next();
            if (task == null) {
                return i;
            }
            task.run();
        }
        return most;
    }
}
