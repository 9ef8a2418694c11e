package io.thelook.producer.tables;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.thelook.model.Money;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.store.Catalogue;
import io.thelook.producer.store.RecentVisits;
import io.thelook.service.export.CsvWriter;
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
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** {@code GET /export/{table}.csv} and {@code .ndjson}: streams the rows of a table for the visits of the window. */
@Singleton
class TableExport {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, String> TYPES =
            Map.of("csv", "text/csv; charset=utf-8", "ndjson", "application/x-ndjson");

    private final RecentVisits visits;
    private final CompletableFuture<Catalogue> opened;
    private final double timeScale;
    private final Downloads downloads;
    private final InstantSource clock = InstantSource.system();

    TableExport(RecentVisits visits, CompletionStage<Catalogue> opened, TrustedProxies proxies, ProducerConfig config) {
        this.visits = visits;
        this.opened = opened.exceptionally(failure -> null).toCompletableFuture();
        this.timeScale = config.behaviour().timeScale();
        this.downloads = new Downloads(proxies, Duration.ofSeconds(config.slowClientSeconds()));
    }

    @Produces
    @Singleton
    static MeterBinder metrics(TableExport export) {
        return new DownloadMetrics(export.downloads);
    }

    void register(@Observes Router router) {
        Downloads.route(router, "/export/:file", context -> answer(context, context.pathParam("file")));
    }

    /**
     * Sends the file. Responds with 404 if there is no such table or format, and with 503 if there are too many
     * downloads or the shop is not open yet.
     */
    private void answer(RoutingContext context, String file) {
        int dot = file.indexOf('.');
        Optional<Table> table = dot < 0 ? Optional.empty() : Table.named(file.substring(0, dot));
        String format = file.substring(dot + 1);
        if (table.isEmpty() || !TYPES.containsKey(format)) {
            String tables = Arrays.stream(Table.values()).map(Table::label).collect(Collectors.joining(", "));
            Downloads.reject(context, 404, "no such file: expected one of " + tables + ", as .csv or .ndjson");
            return;
        }
        Catalogue catalogue = opened.getNow(null);
        if (catalogue == null) {
            Downloads.rejectForNow(context, "the shop is not open yet");
            return;
        }
        Rows rows = new Rows(catalogue, timeScale);
        downloads.send(context, new Download(file, TYPES.get(format), out -> {
            Iterator<Object[]> each =
                    rows.of(table.get(), visits.stream(), clock.millis()).iterator();
            if (format.equals("csv")) {
                csv(table.get(), each, out);
            } else {
                ndjson(table.get(), each, out);
            }
        }));
    }

    private static void csv(Table table, Iterator<Object[]> rows, OutputStream out) throws IOException {
        CsvWriter csv = new CsvWriter(out);
        csv.row(table.columns().stream().map(Table.Column::name).toArray());
        while (rows.hasNext()) {
            csv.row(rows.next());
        }
        csv.flush();
    }

    private static void ndjson(Table table, Iterator<Object[]> rows, OutputStream out) throws IOException {
        List<String> names = table.columns().stream().map(Table.Column::name).toList();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.setRootValueSeparator(null);
            while (rows.hasNext()) {
                Object[] row = rows.next();
                json.writeStartObject();
                for (int i = 0; i < row.length; i++) {
                    json.writeFieldName(names.get(i));
                    write(row[i], json);
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        }
    }

    private static void write(Object value, JsonGenerator json) throws IOException {
        if (value == null) {
            json.writeNull();
        } else if (value instanceof Integer number) {
            json.writeNumber(number);
        } else if (value instanceof Double number) {
            json.writeNumber(number);
        } else if (value instanceof Money amount) {
            json.writeNumber(amount.toString());
        } else {
            json.writeString(value.toString());
        }
    }
}
