package io.thelook.producer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.service.export.Download;
import io.thelook.service.export.DownloadMetrics;
import io.thelook.service.export.Downloads;
import io.thelook.service.http.TrustedProxies;
import io.thelook.service.start.Shown;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * {@code GET /backfill}: the span of the shop's {@link Past}; {@code GET /backfill.ndjson?from=…&to=…}: its records.
 * Both respond with 404 if the shop has no past, and with 503 until it is open.
 */
@Singleton
class PastExport {

    /** Limit on concurrent requests that simulate. */
    static final int SEATS = 2;

    /** Limit on the span of a request: a day of 25 hours, and one more. */
    static final Duration LONGEST = Duration.ofHours(26);

    private static final JsonFactory JSON = new JsonFactory();
    private static final String FILE = "backfill.ndjson";

    private final Optional<String> withoutPast;
    private final CompletableFuture<Past> opened;
    private final Downloads downloads;
    private final InstantSource clock = InstantSource.system();

    PastExport(ProducerConfig config, TrustedProxies proxies, CompletionStage<Past> opened) {
        this.withoutPast = config.withoutPast();
        this.opened = opened.toCompletableFuture();
        this.downloads = new Downloads(proxies, Duration.ofSeconds(config.slowClientSeconds()), SEATS, SEATS);
    }

    @Produces
    @Singleton
    static MeterBinder metrics(PastExport export) {
        return new DownloadMetrics("thelook.backfill", export.downloads);
    }

    void register(@Observes Router router) {
        Downloads.route(router, "/backfill", context -> ifOpen(context, past -> span(context, past)));
        Downloads.route(router, "/" + FILE, context -> ifOpen(context, past -> records(context, past)));
    }

    private void ifOpen(RoutingContext context, Consumer<Past> answer) {
        if (withoutPast.isPresent()) {
            Downloads.reject(context, 404, "this shop has no past: " + withoutPast.get());
            return;
        }
        Past past = opened.getNow(null);
        if (past == null) {
            Downloads.rejectForNow(context, "the shop is not open yet");
            return;
        }
        answer.accept(past);
    }

    private static void span(RoutingContext context, Past past) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeNumberField("from", past.from());
            json.writeNumberField("to", past.to());
            json.writeNumberField("visits_per_second", past.visitsPerSecond());
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        context.response().putHeader("Content-Type", "application/json").end(Buffer.buffer(text.toString()));
    }

    private void records(RoutingContext context, Past past) {
        long from;
        long to;
        try {
            from = time(context, "from");
            to = time(context, "to");
            if (from >= to) {
                throw new IllegalArgumentException("from=" + from + "&to=" + to + ": expected from before to");
            }
            if (to - from < 0 || to - from > LONGEST.toMillis()) {
                throw new IllegalArgumentException("from=" + from + "&to=" + to + ": expected at most "
                        + LONGEST.toMillis() + " milliseconds (" + LONGEST.toHours() + " hours) from one to the other");
            }
        } catch (IllegalArgumentException e) {
            Downloads.reject(context, 400, e.getMessage());
            return;
        }
        HttpServerResponse response = context.response().putHeader("Vary", "Accept-Encoding");
        boolean isGzip = context.parsedHeaders().acceptEncoding().stream()
                .anyMatch(each -> each.value().equalsIgnoreCase("gzip") && each.weight() > 0);
        if (isGzip && context.request().method() == HttpMethod.HEAD) {
            response.putHeader("Content-Encoding", "gzip");
        }
        downloads.send(context, new Download(FILE, "application/x-ndjson", out -> {
            if (isGzip) {
                response.putHeader("Content-Encoding", "gzip");
                Gzip packed = new Gzip(out);
                past.write(from, to, clock.millis(), packed);
                packed.finish();
            } else {
                past.write(from, to, clock.millis(), out);
            }
        }));
    }

    /**
     * Reads a parameter.
     *
     * @throws IllegalArgumentException if it is missing or not a number; the message says so
     */
    private static long time(RoutingContext context, String name) {
        String value = context.request().getParam(name);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    (value == null ? name + " is missing" : name + "=" + Shown.text(value))
                            + ": expected a time in milliseconds since the epoch",
                    e);
        }
    }

    /** Compresses at the highest speed: the ids are most of the data, and gain nothing from a higher level. */
    private static final class Gzip extends GZIPOutputStream {

        private static final int BUFFER = 8_192;

        private Gzip(OutputStream out) throws IOException {
            super(out, BUFFER);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
