package io.thelook.dashboard.access;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.thelook.dashboard.access.Users.User;
import io.thelook.service.access.AttemptLimit;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Checks passwords one at a time, on its own thread: a check takes a core for a quarter of a second. A network of
 * clients has {@link AttemptLimit its allowance} of wrong ones; at most {@value #MOST_WAITING} wait. Thread-safe.
 */
final class Passwords {

    /** Limit on checks in total: the running one and those that wait. */
    static final int MOST_WAITING = 32;

    /** The wait that is requested when there is no room. */
    private static final int SECONDS_UNTIL_ROOM = 5;

    private final Accounts accounts;
    private final WorkerExecutor thread;
    private final AttemptLimit limit;
    private final Semaphore room = new Semaphore(MOST_WAITING);
    private final LongAdder wrong = new LongAdder();
    private final LongAdder limited = new LongAdder();

    /**
     * @param accounts that know the passwords
     * @param nanoTime as {@link System#nanoTime}
     */
    Passwords(Accounts accounts, Vertx vertx, LongSupplier nanoTime) {
        this.accounts = accounts;
        this.thread = vertx.createSharedWorkerExecutor("passwords", 1);
        this.limit = new AttemptLimit(nanoTime);
    }

    /**
     * The outcome of a check.
     *
     * @param user if the password is right
     * @param retryAfterSeconds the wait until the next check, 1 or more if there was none; otherwise 0
     */
    record Outcome(Optional<User> user, int retryAfterSeconds) {}

    /**
     * Checks a password.
     *
     * @param network of the client, as {@link io.thelook.service.http.TrustedProxies#network} gives it
     * @return completes on the caller's event loop
     */
    Future<Outcome> check(String name, String password, String network) {
        if (!room.tryAcquire()) {
            limited.increment();
            return Future.succeededFuture(new Outcome(Optional.empty(), SECONDS_UNTIL_ROOM));
        }
        return thread.executeBlocking(() -> outcome(name, password, network)).onComplete(done -> room.release());
    }

    private Outcome outcome(String name, String password, String network) {
        AtomicReference<Optional<User>> user = new AtomicReference<>(Optional.empty());
        AttemptLimit.Attempt attempt = limit.attempt(network, () -> {
            user.set(accounts.check(name, password));
            return user.get().isPresent();
        });
        if (attempt.retryAfterSeconds() > 0) {
            limited.increment();
        } else if (!attempt.isRight()) {
            wrong.increment();
        }
        return new Outcome(user.get(), attempt.retryAfterSeconds());
    }

    /** Adds the figures to a registry. */
    void bindTo(MeterRegistry registry) {
        register(registry, "password", wrong);
        register(registry, "password-limit", limited);
    }

    private static void register(MeterRegistry registry, String reason, LongAdder count) {
        FunctionCounter.builder("thelook.access.refused", count, LongAdder::sum)
                .tag("reason", reason)
                .description("Requests refused because they were not permitted")
                .register(registry);
    }
}
