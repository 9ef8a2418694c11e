package io.thelook.producer.outbox;

import io.thelook.producer.outbox.Attempts.State;
import io.thelook.producer.outbox.Attempts.Status;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Describes a delivery as a health check that is always up, because the feed does not need it. */
public final class OutboxHealth {

    private OutboxHealth() {}

    /**
     * Describes a delivery: its state, the reason if it is not delivering, the last refusal, and the counts of what
     * waits and what was lost.
     *
     * @param name of the check
     * @param isOn whether the delivery is configured
     * @param attempts empty if it is not configured, or has not started
     */
    public static HealthCheckResponse describe(String name, boolean isOn, Optional<Attempts> attempts) {
        HealthCheckResponseBuilder response = HealthCheckResponse.named(name).up();
        attempts.ifPresentOrElse(
                each -> describe(each, response),
                () -> response.withData(
                        "state", (isOn ? State.CONNECTING : State.OFF).name().toLowerCase(Locale.ROOT)));
        return response.build();
    }

    private static void describe(Attempts attempts, HealthCheckResponseBuilder response) {
        Status status = attempts.status();
        response.withData("state", attempts.label(status.state()));
        if (!status.reason().isEmpty()) {
            response.withData("reason", status.reason());
        }
        if (!attempts.lastRefusal().isEmpty()) {
            response.withData("refusal", attempts.lastRefusal());
        }
        response.withData("waiting", attempts.outbox().waiting());
        response.withData("dropped", attempts.outbox().lost());
    }
}
