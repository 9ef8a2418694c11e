package io.thelook.producer.persist;

import io.thelook.producer.persist.Attempts.State;
import io.thelook.producer.persist.Attempts.Status;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
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
        HealthCheckResponseBuilder response =
                HealthCheckResponse.named("persist").up();
        persistence
                .writer()
                .ifPresentOrElse(
                        writer -> describe(writer, response),
                        () -> response.withData("state", label(persistence.isOn() ? State.CONNECTING : State.OFF)));
        return response.build();
    }

    private static void describe(DatabaseWriter writer, HealthCheckResponseBuilder response) {
        Status status = writer.attempts().status();
        response.withData("state", label(status.state()));
        if (!status.reason().isEmpty()) {
            response.withData("reason", status.reason());
        }
        response.withData("waiting", writer.backlog().waiting());
        response.withData("dropped", writer.backlog().dropped());
    }

    private static String label(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
