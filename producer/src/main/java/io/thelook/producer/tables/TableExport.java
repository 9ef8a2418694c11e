package io.thelook.producer.tables;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.thelook.model.Money;
import io.thelook.producer.ProducerConfig;
import io.thelook.producer.store.Catalogue;
import io.thelook.producer.store.RecentVisits;
import io.thelook.service.export.CsvWriter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/** {@code GET /export/{table}.csv} and {@code .ndjson}: the rows of a table that belong to the window, written as they are made. */
@Path("/export")
public class TableExport {

    private static final int MOST_AT_A_TIME = 4;
    private static final JsonFactory JSON = new JsonFactory();

    private final RecentVisits visits;
    private final CompletableFuture<Catalogue> opened;
    private final double timeScale;
    private final Semaphore seats = new Semaphore(MOST_AT_A_TIME);
    private final InstantSource clock = InstantSource.system();

    TableExport(RecentVisits visits, CompletionStage<Catalogue> opened, ProducerConfig config) {
        this.visits = visits;
        this.opened = opened.exceptionally(failure -> null).toCompletableFuture();
        this.timeScale = config.behaviour().timeScale();
    }

    /** The file; 404 if there is no such table or format, 503 if too many are being written or the shop is not open yet. */
    @GET
    @Path("/{table}.{format}")
    public Response get(@PathParam("table") String name, @PathParam("format") String format) {
        Optional<Table> table = Table.named(name);
        if (table.isEmpty() || !format.equals("csv") && !format.equals("ndjson")) {
            String tables = Arrays.stream(Table.values()).map(Table::label).collect(Collectors.joining(", "));
            return Response.status(404)
                    .type(MediaType.TEXT_PLAIN)
                    .entity("no such file: expected one of " + tables + ", as .csv or .ndjson")
                    .build();
        }
        Catalogue catalogue = opened.getNow(null);
        if (catalogue == null || !seats.tryAcquire()) {
            return Response.status(503).header("Retry-After", 5).build();
        }
        boolean isCsv = format.equals("csv");
        Rows rows = new Rows(catalogue, timeScale);
        return Response.ok((StreamingOutput) out -> write(table.get(), rows, isCsv, out))
                .type(isCsv ? "text/csv; charset=utf-8" : "application/x-ndjson")
                .header("Content-Disposition", "attachment; filename=\"" + name + "." + format + "\"")
                .build();
    }

    private void write(Table table, Rows rows, boolean isCsv, OutputStream out) throws IOException {
        try (OutputStream buffered = new BufferedOutputStream(out, 1 << 16)) {
            Iterator<Object[]> each =
                    rows.of(table, visits.stream(), clock.millis()).iterator();
            if (isCsv) {
                csv(table, each, buffered);
            } else {
                ndjson(table, each, buffered);
            }
        } finally {
            seats.release();
        }
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
