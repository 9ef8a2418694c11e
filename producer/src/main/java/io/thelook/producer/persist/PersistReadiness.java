package io.thelook.producer.persist;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports the state of the database writer as a readiness check. Always up, because the feed does not need the
 * database. The data show whether the writer is writing, the reason if it is not, and the counts of waiting and dropped
 * visits and changes.
 */
@Readiness
@Singleton
class PersistReadiness implements HealthCheck {

    private final Persistence persistence;

    PersistReadiness(Persistence persistence) {
        this.persistence = persistence;
    }

    @Override
    public HealthCheckResponse call() {
        return persistence.state();
    }
}
