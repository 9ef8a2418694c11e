package io.thelook.service.start;

import io.quarkus.scheduler.Scheduler;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

/**
 * Starts scheduled tasks only after the service has started. The scheduler is halted until the server listens, which is
 * the last step that can fail. A failed start therefore runs no scheduled task, neither while beans are incomplete nor
 * after they are destroyed.
 */
@Singleton
class ScheduleStart {

    void started(@ObservesAsync ServerAddress address, Scheduler scheduler) {
        scheduler.resume();
    }
}
