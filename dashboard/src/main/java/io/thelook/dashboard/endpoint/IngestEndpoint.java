package io.thelook.dashboard.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.Deliveries;
import io.thelook.dashboard.ingest.Admission;
import io.thelook.dashboard.ingest.IngestAuthentication;
import io.thelook.dashboard.ingest.RefusedDeliveries;
import io.thelook.dashboard.limit.BodyRoom;
import io.thelook.dashboard.source.Gzip;
import io.thelook.dashboard.source.GzipException;
import io.thelook.dashboard.source.MessageText;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.signature.Scheme;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * {@code POST /ingest}: takes deliveries of records. Checks a request before it reads the body, as far as possible: a
 * signature covers the body. The response gives the outcome of each value; docs/connect.md specifies it.
 */
@Singleton
class IngestEndpoint {

    private static final String PATH = "/ingest";
    private static final int MEGABYTE = 1_000_000;
    private static final Set<String> TYPES = Set.of(
            "application/json",
            "application/x-ndjson",
            "application/ndjson",
            "application/jsonl",
            "application/x-jsonlines",
            "application/json-seq");
    private static final String FORM = "application/x-www-form-urlencoded";

    private final DashboardConfig config;
    private final TrustedProxies proxies;
    private final Instance<Deliveries> deliveries;
    private final Instance<IngestAuthentication> authentication;
    private final BodyRoom room;
    private final IngestResponses responses;

    IngestEndpoint(
            DashboardConfig config,
            TrustedProxies proxies,
            ObjectMapper json,
            MeterRegistry meters,
            RefusedDeliveries refused,
            Instance<Deliveries> deliveries,
            Instance<IngestAuthentication> authentication) {
        this.config = config;
        this.proxies = proxies;
        this.deliveries = deliveries;
        this.authentication = authentication;
        this.room = new BodyRoom(config.maxIngestMb() * MEGABYTE, Duration.ofSeconds(config.maxBodySeconds()));
        this.responses = new IngestResponses(json, meters, refused);
    }

    void register(@Observes Router router) {
        if (config.ingest()) {
            router.route(PATH).handler(this::answer);
        } else {
            router.route(PATH).handler(context -> {
                context.request().resume();
                responses.notHere(context);
            });
        }
    }

    private void answer(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.method() != HttpMethod.POST) {
            request.resume();
            context.response().putHeader("Allow", "POST");
            responses.refuse(context, 405, request.method() + ": expected POST");
            return;
        }
        String type = mediaType(request);
        if (type.equals(FORM) && config.woocommerceSecret().isPresent()) {
            answerPing(context);
            return;
        }
        if (!TYPES.contains(type) && !type.endsWith("+json")) {
            request.resume();
            responses.refuse(
                    context,
                    415,
                    "Content-Type " + shown(type) + ": expected application/json or application/x-ndjson");
            return;
        }
        if (!isGzip(request) && !encoding(request).isEmpty()) {
            request.resume();
            responses.refuse(context, 415, "Content-Encoding " + shown(encoding(request)) + ": expected gzip or none");
            return;
        }
        if (!isSigned(request)) {
            Admission admission = admit(request, new byte[0]);
            if (!admission.isAdmitted()) {
                request.resume();
                responses.refuse(context, admission);
                return;
            }
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
            context.response().writeContinue();
        }
        room.read(context.vertx(), request, outcome -> {
            switch (outcome.kind()) {
                case TOO_LARGE ->
                    responses.refuse(
                            context, 413, "the body is larger than " + config.maxIngestMb() + " MB (MAX_INGEST_MB)");
                case NO_ROOM -> refuseForLackOfRoom(context);
                case TOO_SLOW -> responses.refuse(context, 408, room.tooSlowReason());
                case COMPLETE -> take(context, outcome);
                case GONE -> {}
            }
        });
    }

    private void refuseForLackOfRoom(RoutingContext context) {
        responses.refuseForNow(context, 1, "too many deliveries at a time");
    }

    /** WooCommerce sends a form when a webhook is saved, without a signature, and expects success. */
    private void answerPing(RoutingContext context) {
        context.request().resume();
        responses.confirm(context);
    }

    private static String mediaType(HttpServerRequest request) {
        String type = request.getHeader("Content-Type");
        return type == null ? "" : type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    private static String encoding(HttpServerRequest request) {
        String encoding = request.getHeader("Content-Encoding");
        return encoding == null || encoding.equalsIgnoreCase("identity") ? "" : encoding.strip();
    }

    private static boolean isGzip(HttpServerRequest request) {
        return encoding(request).equalsIgnoreCase("gzip");
    }

    private static boolean isSigned(HttpServerRequest request) {
        return Arrays.stream(Scheme.values()).anyMatch(scheme -> request.getHeader(scheme.header()) != null);
    }

    private Admission admit(HttpServerRequest request, byte[] body) {
        return authentication.get().admit(name -> request.headers().getAll(name), body, proxies.network(request));
    }

    /** Takes a delivery on a worker thread, and responds on the event loop of the request. */
    private void take(RoutingContext context, BodyRoom.Outcome body) {
        Vertx vertx = context.vertx();
        Context loop = vertx.getOrCreateContext();
        vertx.executeBlocking(() -> deliver(context, body), false)
                .compose(response -> Future.fromCompletionStage(response, loop))
                .onComplete(done -> body.release())
                .onSuccess(Runnable::run)
                .onFailure(context::fail);
    }

    /** Verifies and reads a body, and delivers its records. Returns the response. */
    private CompletionStage<Runnable> deliver(RoutingContext context, BodyRoom.Outcome body) {
        HttpServerRequest request = context.request();
        Admission admission = admit(request, body.bytes());
        if (!admission.isAdmitted()) {
            return CompletableFuture.completedFuture(() -> responses.refuse(context, admission));
        }
        String scheme = admission.scheme().orElseThrow();
        String text;
        try {
            byte[] bytes = isGzip(request) ? inflate(body.bytes()) : body.bytes();
            if (!body.countInflated(bytes.length)) {
                return CompletableFuture.completedFuture(() -> refuseForLackOfRoom(context));
            }
            text = text(bytes);
        } catch (IOException e) {
            return CompletableFuture.completedFuture(() -> responses.refuseBody(context, scheme, e.getMessage()));
        }
        return deliveries.get().ingest().deliver(text, scheme).handle((receipt, failure) -> () -> {
            if (failure == null) {
                responses.accept(context, receipt);
            } else {
                responses.fail(context, scheme, failure instanceof CompletionException ? failure.getCause() : failure);
            }
        });
    }

    private byte[] inflate(byte[] body) throws IOException {
        try {
            return Gzip.inflate(body, body.length, config.maxIngestMb() * MEGABYTE);
        } catch (GzipException e) {
            throw new IOException("the body " + e.getMessage());
        }
    }

    private static String text(byte[] bytes) throws IOException {
        try {
            return MessageText.utf8(bytes);
        } catch (CharacterCodingException e) {
            throw new IOException("the body is not UTF-8 text");
        }
    }

    private static String shown(String header) {
        return "\"" + (header.length() > 40 ? header.substring(0, 40) + "…" : header) + "\"";
    }
}
