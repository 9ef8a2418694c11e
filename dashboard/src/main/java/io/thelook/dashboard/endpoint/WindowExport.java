package io.thelook.dashboard.endpoint;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.KnownTime;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import io.thelook.service.export.Download;
import io.thelook.service.export.DownloadMetrics;
import io.thelook.service.export.Downloads;
import io.thelook.service.http.TrustedProxies;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code GET /window.csv}: the records that match a query, as CSV (RFC 4180). Takes the same queries as a view, and the
 * parameters of {@link ExportRequest}.
 */
@Singleton
class WindowExport {

    /** Seconds that a download waits for its records. */
    private static final int PATIENCE_SECONDS = 10;

    private static final String TYPE = "text/csv; charset=utf-8";

    private final Engine engine;
    private final Downloads downloads;

    WindowExport(Engine engine, TrustedProxies proxies, DashboardConfig config) {
        this.engine = engine;
        this.downloads = new Downloads(proxies, Duration.ofSeconds(config.slowViewerSeconds()));
    }

    @Produces
    @Singleton
    static MeterBinder downloadMetrics(WindowExport export) {
        return new DownloadMetrics(export.downloads);
    }

    void register(@Observes Router router) {
        Downloads.route(router, "/window.csv", this::answer);
    }

    /** Sends the file; 400 if the query is invalid, 503 if there are too many downloads or the engine is too busy. */
    private void answer(RoutingContext context) {
        ExportRequest request;
        Query query;
        try {
            String text = context.request().query();
            request = ExportRequest.parse(text == null ? "" : text);
            query = request.query();
            request.at().ifPresent(this::checkKnown);
        } catch (IllegalArgumentException e) {
            Downloads.reject(context, 400, e.getMessage());
            return;
        }
        // The page chooses the name of the file for a spreadsheet.
        String name = request.spreadsheet().isPresent() ? "" : "window.csv";
        downloads.send(context, new Download(name, TYPE, out -> {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            context.addEndHandler(end -> gone.complete(null));
            request.file().write(records(query, request.at(), gone), out);
        }));
    }

    private void checkKnown(long at) {
        KnownTime known =
                engine.known().orElseThrow(() -> new IllegalArgumentException("at=" + at + ": there are no data yet"));
        if (!known.has(at)) {
            throw new IllegalArgumentException(
                    "at=" + at + ": expected a time from " + known.from() + " to " + known.to());
        }
    }

    private List<Record> records(Query query, OptionalLong at, CompletionStage<Void> gone) throws IOException {
        CompletableFuture<List<Record>> records = engine.exports().records(query, at);
        // The engine stops collecting when the client has gone.
        gone.thenRun(() -> records.cancel(false));
        try {
            return records.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service stops");
        } catch (TimeoutException | CancellationException | ExecutionException e) {
            throw new IOException("the records are not available at the moment: try again later", e);
        } finally {
            records.cancel(false);
        }
    }
}
