package io.thelook.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduler;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import org.junit.jupiter.api.Test;

/**
 * A failed start ran scheduled tasks without some of their beans: a NullPointerException instead of one line.
 */
@QuarkusTest
class ScheduleStartTest {

    @Inject
    Scheduler scheduler;

    @Inject
    Start start;

    /** Sees the service when all its beans have started, and its server has not. */
    @Singleton
    static class Start {

        boolean isScheduling;

        void last(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event, Scheduler scheduler) {
            isScheduling = scheduler.isRunning();
        }
    }

    @Test
    void scheduledTasks_startWhenTheServiceHasStarted_notBefore() {
        assertThat(start.isScheduling).isFalse();

        await().untilAsserted(() -> assertThat(scheduler.isRunning()).isTrue());
    }
}
