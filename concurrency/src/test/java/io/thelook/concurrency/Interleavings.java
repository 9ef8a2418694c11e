package io.thelook.concurrency;

import org.jetbrains.lincheck.Lincheck;

/**
 * Runs what several threads do in many interleavings, the same ones each time. Lincheck decides before each access to
 * shared memory which thread goes on: at first with one switch between threads, in every place, then with two, and so
 * on, until the number of interleavings is reached. It fails with the steps of the first one that throws. All threads
 * see each write at once, so it finds no fault of a missing {@code volatile}.
 */
public final class Interleavings {

    private static final int NUMBER = Integer.getInteger("interleavings", 100);

    private Interleavings() {}

    /** Runs a scenario once for each interleaving of its threads. It must make anew all that it changes. */
    public static void explore(Runnable scenario) {
        Lincheck.runConcurrentTest(NUMBER, scenario);
    }

    /**
     * Runs each task on a thread of its own, and waits for all.
     *
     * @throws AssertionError if one throws
     */
    public static void together(Runnable... tasks) {
        Thread[] threads = new Thread[tasks.length];
        Throwable[] failures = new Throwable[tasks.length];
        for (int i = 0; i < tasks.length; i++) {
            int number = i;
            threads[i] = new Thread(() -> {
                try {
                    tasks[number].run();
                } catch (Throwable failure) {
                    failures[number] = failure;
                }
            });
        }
        for (Thread thread : threads) {
            thread.start();
        }
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
        for (Throwable failure : failures) {
            if (failure != null) {
                throw new AssertionError(failure);
            }
        }
    }

    /** Fails unless a condition holds. A library of assertions would take part in the interleavings. */
    public static void check(boolean condition, String what) {
        if (!condition) {
            throw new AssertionError(what);
        }
    }

    /** Fails unless two numbers are equal. */
    public static void equal(long actual, long expected, String what) {
        if (actual != expected) {
            throw new AssertionError(what + ": " + actual + ", expected " + expected);
        }
    }
}
