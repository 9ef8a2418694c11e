package io.thelook.producer.publish;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Reports the state of the publisher as a readiness check. Always up, because the feed does not need the receiver. The
 * data show whether the publisher is publishing, the reason if it is not, the last refusal, and the counts of waiting
 * and lost events.
 */
@Readiness
@Singleton
class PublishReadiness implements HealthCheck {

    private final Publication publication;

    PublishReadiness(Publication publication) {
        this.publication = publication;
    }

    @Override
    public HealthCheckResponse call() {
        return publication.state();
    }
}
