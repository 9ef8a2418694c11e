package io.thelook.dashboard.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.ingest.RefusedDeliveries.Refused;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusedDeliveriesTest {

    private long now = 1_000;
    private final RefusedDeliveries refused = new RefusedDeliveries(() -> Instant.ofEpochMilli(now));

    @Test
    void deliveries_areCountedByStatus_withTheNewestReason() {
        refused.add(401, "wrong token");
        now = 2_000;
        refused.add(401, "wrong signature");
        refused.add(400, "x".repeat(500));

        assertThat(refused.byStatus())
                .containsOnlyKeys(400, 401)
                .containsEntry(401, new Refused(2, "wrong signature", 2_000))
                .containsEntry(400, new Refused(1, "x".repeat(200), 2_000));
    }
}
