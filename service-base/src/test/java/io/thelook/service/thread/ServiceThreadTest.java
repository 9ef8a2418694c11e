package io.thelook.service.thread;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceThreadTest {

    private final AtomicLong nanos = new AtomicLong();
    private final ServiceThread thread = new ServiceThread("test", nanos::get);

    @AfterEach
    void stop() {
        thread.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(classes = {IllegalStateException.class, StackOverflowError.class, OutOfMemoryError.class})
    void execute_afterATaskThatThrows_runsTheNextOnTheSameThread(Class<? extends Throwable> kind) {
        CompletableFuture<Thread> before = new CompletableFuture<>();
        CompletableFuture<Thread> after = new CompletableFuture<>();
        thread.execute(() -> before.complete(Thread.currentThread()));
        thread.execute(() -> sneakyThrow(instance(kind)));
        thread.execute(() -> after.complete(Thread.currentThread()));

        assertThat(after.join()).isSameAs(before.join());
        assertThat(thread.failures()).isEqualTo(1);
    }

    @Test
    void every_taskThatAlwaysFails_staysScheduled() {
        AtomicInteger runs = new AtomicInteger();
        thread.every(Duration.ofMillis(1), () -> {
            runs.incrementAndGet();
            throw new StackOverflowError("as every time");
        });

        await().until(() -> runs.get() >= 5);
        assertThat(thread.failures()).isGreaterThanOrEqualTo(4);
    }

    @Test
    void isStuck_onlyWhileATaskRunsForTooLong() throws InterruptedException {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        thread.execute(() -> {
            started.countDown();
            awaitUninterruptibly(release);
        });
        assertThat(started.await(5, TimeUnit.SECONDS)).isTrue();

        assertThat(thread.isStuck()).isFalse();
        nanos.addAndGet(ServiceThread.STUCK_AFTER.toNanos() + 1);
        assertThat(thread.isStuck()).isTrue();

        release.countDown();
        await().until(() -> !thread.isStuck());
    }

    @Test
    void isStuck_idleForLong_isFalse() {
        CompletableFuture.runAsync(() -> {}, thread).join();
        await().until(() -> thread.getActiveCount() == 0);

        nanos.addAndGet(ServiceThread.STUCK_AFTER.toNanos() * 2);

        assertThat(thread.isStuck()).isFalse();
    }

    @Test
    void isDead_periodicTasksRun_isFalse() {
        AtomicInteger runs = new AtomicInteger();
        thread.every(Duration.ofMillis(1), runs::incrementAndGet);

        for (int i = 0; i < 3; i++) {
            nanos.addAndGet(ServiceThread.STUCK_AFTER.toNanos());
            int before = runs.get();
            await().until(() -> runs.get() > before + 1);
            assertThat(thread.isDead()).isFalse();
            assertThat(thread.state()).isEqualTo("running");
        }
    }

    @Test
    void isDead_threadEndedAtOnce_isTrueWhenAPeriodicTaskIsOverdue() {
        ServiceThread ended = new ServiceThread("ended", nanos::get, task -> new Thread(() -> {}));
        try {
            ended.every(Duration.ofSeconds(1), () -> {});

            nanos.addAndGet(ServiceThread.STUCK_AFTER.toNanos());
            assertThat(ended.isDead()).isFalse();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos() + 1);
            assertThat(ended.isDead()).isTrue();
            assertThat(ended.isAlive()).isFalse();
            assertThat(ended.state()).isEqualTo("dead");
        } finally {
            ended.shutdownNow();
        }
    }

    @Test
    void isDead_threadDiedAndLostItsPeriodicTask_isTrue() {
        AtomicBoolean isFailing = new AtomicBoolean();
        CompletableFuture<Void> died = new CompletableFuture<>();
        ServiceThread failing = new ServiceThread(
                "failing",
                () -> {
                    if (isFailing.compareAndSet(true, false)) {
                        throw new InternalError("outside a task");
                    }
                    return nanos.get();
                },
                task -> {
                    Thread worker = new Thread(task);
                    worker.setUncaughtExceptionHandler((of, failure) -> died.complete(null));
                    return worker;
                });
        try {
            AtomicInteger runs = new AtomicInteger();
            failing.every(Duration.ofMillis(1), runs::incrementAndGet);
            await().until(() -> runs.get() > 0);
            isFailing.set(true);
            died.join();

            nanos.addAndGet(2 * ServiceThread.STUCK_AFTER.toNanos());
            assertThat(failing.isDead()).isTrue();
        } finally {
            failing.shutdownNow();
        }
    }

    @Test
    void isDead_periodicTaskWasCancelled_isFalse() {
        thread.scheduleWithFixedDelay(() -> {}, 1, 1, TimeUnit.HOURS).cancel(false);

        nanos.addAndGet(Duration.ofHours(2).toNanos());

        assertThat(thread.isDead()).isFalse();
    }

    @Test
    void isDead_afterShutdown_isTrue() {
        assertThat(thread.isDead()).isFalse();

        thread.shutdownNow();

        assertThat(thread.isDead()).isTrue();
    }

    @Test
    void execute_afterShutdown_isDiscarded() {
        thread.shutdownNow();

        thread.execute(() -> sneakyThrow(new AssertionError("must not run")));

        assertThat(thread.failures()).isZero();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Throwable instance(Class<? extends Throwable> kind) {
        try {
            return kind.getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneakyThrow(Throwable failure) throws T {
        throw (T) failure;
    }
}
