package io.thelook.concurrency;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** Tasks that run when a scenario says so, on the calling thread: stands for a thread, or the lane of a socket. */
public final class Tasks implements Executor {

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
    public int run(int most) {
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
