package io.thelook.dashboard.endpoint;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import io.thelook.model.RecordField;
import io.thelook.service.export.CsvWriter;
import io.thelook.service.export.Download;
import io.thelook.service.export.DownloadMetrics;
import io.thelook.service.export.Downloads;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code GET /window.csv}: the records that match a query, as CSV (RFC 4180). Takes the same queries as a view. */
@Singleton
class WindowExport {

    /** Seconds that a download waits for its records. */
    private static final int PATIENCE_SECONDS = 10;

    /** Spreadsheets read a value that starts with one of these characters as a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private final Engine engine;
    private final Downloads downloads;

    WindowExport(Engine engine, DashboardConfig config) {
        this.engine = engine;
        this.downloads = new Downloads(Duration.ofSeconds(config.slowViewerSeconds()));
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
        Query query;
        try {
            String text = context.request().query();
            query = QueryText.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            Downloads.reject(context, 400, e.getMessage());
            return;
        }
        downloads.send(context, new Download("window.csv", "text/csv; charset=utf-8", out -> {
            CompletableFuture<Void> gone = new CompletableFuture<>();
            context.addEndHandler(end -> gone.complete(null));
            write(records(query, gone), out);
        }));
    }

    private List<Record> records(Query query, CompletionStage<Void> gone) throws IOException {
        CompletableFuture<List<Record>> records = engine.records(query);
        // The engine stops collecting when the client has gone.
        gone.thenRun(() -> records.cancel(false));
        try {
            return records.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service stops");
        } catch (TimeoutException | CancellationException | ExecutionException e) {
            throw new IOException("the records are not to be had at the moment: try again later", e);
        } finally {
            records.cancel(false);
        }
    }

    private static void write(List<Record> records, OutputStream out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        List<RecordField> fields = fields(records);
        csv.row(fields.stream().map(RecordField::label).toArray());
        for (Record record : records) {
            csv.row(fields.stream().map(field -> harmless(field.of(record))).toArray());
        }
        csv.flush();
    }

    /** The twelve fields of theLook, and those of the others that a record has. */
    private static List<RecordField> fields(List<Record> records) {
        return RecordField.ALL.stream()
                .filter(field -> field.compareTo(RecordField.CREATED_AT) <= 0
                        || records.stream().anyMatch(record -> field.of(record) != null))
                .toList();
    }

    private static Object harmless(Object value) {
        return value instanceof String text && !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0
                ? "'" + text
                : value;
    }
}
