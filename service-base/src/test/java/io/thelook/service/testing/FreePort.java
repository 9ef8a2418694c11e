package io.thelook.service.testing;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for services that a test starts later. They are below those that systems give to clients, so no connection takes
 * one in the meantime, and each fork of the tests has a range of its own. Thread-safe.
 */
public final class FreePort {

    private static final int FIRST = 10_000;
    private static final int PER_FORK = 2_000;
    private static final int FORKS = 11;
    private static final int FIRST_OF_FORK = FIRST + PER_FORK * (Integer.getInteger("surefire.forkNumber", 0) % FORKS);
    private static final AtomicInteger OFFSET =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PER_FORK));

    private FreePort() {}

    /** A port where no process listens, and which no other call has returned lately. */
    public static int next() {
        for (int attempt = 0; attempt < PER_FORK; attempt++) {
            int port = FIRST_OF_FORK + OFFSET.getAndIncrement() % PER_FORK;
            try (ServerSocket free = new ServerSocket(port)) {
                return free.getLocalPort();
            } catch (IOException e) {
                // It is taken.
            }
        }
        throw new IllegalStateException("no free port from " + FIRST_OF_FORK + " on");
    }
}
