package io.thelook.dashboard.relay;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.view.ViewEngine;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
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
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code GET /window.csv}: the records that a query asks for, as RFC 4180 has it. The query is the same as for a view. */
@Singleton
class WindowExport {

    private static final Object[] HEADER = {
        "user_id",
        "age",
        "gender",
        "country",
        "traffic_source",
        "order_id",
        "item_id",
        "category",
        "cost",
        "item_status",
        "sale_price",
        "created_at"
    };

    /** Spreadsheets take what begins so for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private final QueriedRecords records;
    private final Downloads downloads;

    WindowExport(ViewEngine engine, DashboardConfig config) {
        this.records = new QueriedRecords(engine::records);
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

    /** Sends the file; 400 if there is no such query, 503 if too many are being written or the engine is too busy. */
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
            write(records.of(query, gone), out);
        }));
    }

    private static void write(List<Record> records, OutputStream out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        csv.row(HEADER);
        for (Record record : records) {
            csv.row(
                    harmless(record.userId()),
                    record.age(),
                    harmless(record.gender()),
                    harmless(record.country()),
                    harmless(record.trafficSource()),
                    harmless(record.orderId()),
                    harmless(record.itemId()),
                    harmless(record.category()),
                    record.cost(),
                    harmless(record.itemStatus()),
                    record.salePrice(),
                    record.createdAt());
        }
        csv.flush();
    }

    static String harmless(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
