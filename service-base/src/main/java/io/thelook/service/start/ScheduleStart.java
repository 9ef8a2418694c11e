package io.thelook.service.start;

import io.quarkus.scheduler.Scheduler;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;

/**
 * Starts scheduled tasks when the service has started, and not before: the scheduler is halted until the server listens, which is
 * the last thing that can fail. A start that fails runs no scheduled task, neither beside beans that are not whole yet nor after
 * they are destroyed.
 */
@Singleton
class ScheduleStart {

    void started(@ObservesAsync HttpServerStart event, Scheduler scheduler) {
        scheduler.resume();
    }
}
