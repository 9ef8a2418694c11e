package io.thelook.dashboard.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.thelook.dashboard.ingest.Admission;
import io.thelook.dashboard.ingest.Receipt;
import io.thelook.dashboard.ingest.RefusedDeliveries;
import io.thelook.dashboard.ingest.StoreException;
import io.thelook.model.FrameException;
import io.thelook.model.Rejection;
import io.thelook.service.signature.Scheme;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;

/** Writes the responses to deliveries, and counts them by status. Thread-safe. */
final class IngestResponses {

    private static final int TRY_AGAIN_SECONDS = 5;

    private final JsonResponses responses;
    private final MeterRegistry meters;
    private final RefusedDeliveries refused;

    IngestResponses(ObjectMapper json, MeterRegistry meters, RefusedDeliveries refused) {
        this.responses = new JsonResponses(json);
        this.meters = meters;
        this.refused = refused;
    }

    /** Refuses any request, because the dashboard accepts no deliveries. */
    void notHere(RoutingContext context) {
        answer(context, 404, Map.of("error", "records are not accepted here: set INGEST=true"));
    }

    /** Confirms a request that brings no records. */
    void confirm(RoutingContext context) {
        count(200);
        context.response().setStatusCode(200).end();
    }

    /** Confirms a delivery. */
    void accept(RoutingContext context, Receipt receipt) {
        answer(context, 202, receipt);
    }

    /** Refuses a delivery that could not be accepted. */
    void fail(RoutingContext context, String scheme, Throwable failure) {
        if (failure instanceof FrameException) {
            refuseBody(context, scheme, failure.getMessage());
        } else if (failure instanceof StoreException obstacle) {
            refuseForNow(context, obstacle.retryAfterSeconds(), obstacle.getMessage());
        } else {
            refuseForNow(context, TRY_AGAIN_SECONDS, "the records cannot be shown at the moment");
        }
    }

    /**
     * Refuses a body that cannot be read. Confirms it if a shop sent it, because the shop would switch the webhook off
     * after some failures.
     *
     * @param scheme what admitted the request: see {@link Admission}
     */
    void refuseBody(RoutingContext context, String scheme, String reason) {
        if (Scheme.isLabel(scheme)) {
            refused.add(202, reason);
            accept(context, new Receipt(0, 0, List.of(new Receipt.Rejected(0, Rejection.MALFORMED.label(), reason))));
        } else {
            refuse(context, 400, reason);
        }
    }

    /** Refuses a request that is not admitted. */
    void refuse(RoutingContext context, Admission admission) {
        if (admission.status() == 401) {
            context.response().putHeader("WWW-Authenticate", "Bearer");
        } else {
            context.response().putHeader("Retry-After", Integer.toString(admission.retryAfterSeconds()));
        }
        refuse(context, admission.status(), admission.reason());
    }

    /** Asks the sender to send a delivery again after some seconds. */
    void refuseForNow(RoutingContext context, int seconds, String reason) {
        context.response().putHeader("Retry-After", Integer.toString(seconds));
        refuse(context, 503, reason + ": send them again after " + seconds + " s");
    }

    /** Refuses a request. */
    void refuse(RoutingContext context, int status, String reason) {
        refused.add(status, reason);
        answer(context, status, Map.of("error", reason));
    }

    private void answer(RoutingContext context, int status, Object body) {
        count(status);
        responses.send(context, status, body);
    }

    private void count(int status) {
        meters.counter("thelook.ingest.responses", "status", Integer.toString(status))
                .increment();
    }
}
