package io.thelook.dashboard.endpoint;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.Archive;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.HistoryState;
import io.thelook.dashboard.history.TimeSpan;
import io.thelook.dashboard.window.Filter;
import io.thelook.model.RecordField;
import io.thelook.service.export.Download;
import io.thelook.service.export.DownloadMetrics;
import io.thelook.service.export.Downloads;
import io.thelook.service.http.TrustedProxies;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * {@code GET /history.csv} and {@code GET /history.parquet}: the records of any period that is kept. Takes the same
 * queries as a view, and the parameters of {@link ExportRequest}.
 */
@Singleton
class HistoryExport {

    private static final String CSV = "text/csv; charset=utf-8";
    private static final String PARQUET = "application/vnd.apache.parquet";
    private static final int PATIENCE_SECONDS = 10;

    private final Engine engine;
    private final Instance<Archive> archive;
    private final boolean isKept;
    private final Downloads downloads;

    HistoryExport(Engine engine, Instance<Archive> archive, TrustedProxies proxies, DashboardConfig config) {
        this.engine = engine;
        this.archive = archive;
        this.isKept = config.history();
        this.downloads = new Downloads(proxies, Duration.ofSeconds(config.slowViewerSeconds()));
    }

    @Produces
    @Singleton
    static MeterBinder historyDownloadMetrics(HistoryExport export) {
        return registry -> {
            if (export.isKept) {
                new DownloadMetrics("thelook.history.downloads", export.downloads).bindTo(registry);
            }
        };
    }

    void register(@Observes Router router) {
        Downloads.route(router, "/history.csv", context -> answer(context, false));
        Downloads.route(router, "/history.parquet", context -> answer(context, true));
    }

    private void answer(RoutingContext context, boolean isParquet) {
        if (!isKept) {
            Downloads.reject(context, 404, "this dashboard keeps no history: HISTORY=off");
            return;
        }
        History history = archive.get().history();
        if (history.state().mode() == HistoryState.Mode.UNAVAILABLE) {
            Downloads.rejectForNow(
                    context, "the history cannot be read: " + history.state().reason());
            return;
        }
        ExportRequest request;
        try {
            String text = context.request().query();
            request = ExportRequest.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            Downloads.reject(context, 400, e.getMessage());
            return;
        }
        Filter filter = request.selection().filter();
        if (isParquet) {
            downloads.send(
                    context,
                    new Download("history.parquet", PARQUET, out -> parquet(history, spanOf(request), filter, out)));
            return;
        }
        String name = request.spreadsheet().isPresent() ? "" : "history.csv";
        downloads.send(
                context, new Download(name, CSV, out -> csv(history, spanOf(request), filter, request.file(), out)));
    }

    private TimeSpan spanOf(ExportRequest request) throws IOException {
        try {
            return engine.exports()
                    .spanOf(request.selection(), request.at())
                    .toCompletableFuture()
                    .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the service stops");
        } catch (TimeoutException | ExecutionException e) {
            throw new IOException("the records are not available at the moment: try again later", e);
        }
    }

    private static void csv(History history, TimeSpan span, Filter filter, RecordsFile file, OutputStream out)
            throws IOException {
        Set<RecordField> further = history.furtherFields(span, filter);
        List<RecordField> fields = RecordField.ALL.stream()
                .filter(field -> field.compareTo(RecordField.CREATED_AT) <= 0 || further.contains(field))
                .toList();
        file.write(fields, each -> history.read(span, filter, each::accept), out);
    }

    /** Writes the file to disk first, because a Parquet file ends with its directory, and then sends it. */
    private static void parquet(History history, TimeSpan span, Filter filter, OutputStream out) throws IOException {
        Path folder = Files.createDirectories(history.temporary());
        Path file = Files.createTempFile(folder, "export-", ".parquet");
        try {
            history.writeParquet(span, filter, file);
            // Deleted at once if the system allows it, so that a kill leaves nothing behind.
            try (InputStream whole = Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE)) {
                whole.transferTo(out);
            }
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
