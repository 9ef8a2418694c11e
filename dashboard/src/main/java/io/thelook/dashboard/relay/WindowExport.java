package io.thelook.dashboard.relay;

import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.view.ViewEngine;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code GET /window.csv}: the records that a query asks for, as RFC 4180 has it. The query is the same as for a view. */
@Path("/window.csv")
public class WindowExport {

    private static final int MOST_AT_A_TIME = 4;
    private static final long PATIENCE_SECONDS = 10;
    private static final String HEADER = "user_id,age,gender,country,traffic_source,order_id,item_id,category,cost,"
            + "item_status,sale_price,created_at\r\n";

    /** Spreadsheets take what begins so for a formula. */
    private static final String FORMULA = "=+-@\t\r";

    private final ViewEngine engine;
    private final Semaphore seats = new Semaphore(MOST_AT_A_TIME);

    WindowExport(ViewEngine engine) {
        this.engine = engine;
    }

    /** The file; 400 if there is no such query, 503 if too many are being written. */
    @GET
    public Response get(@Context UriInfo address) {
        Query query;
        try {
            String text = address.getRequestUri().getRawQuery();
            query = QueryText.parse(text == null ? "" : text);
        } catch (IllegalArgumentException e) {
            return Response.status(400)
                    .type(MediaType.TEXT_PLAIN)
                    .entity(e.getMessage())
                    .build();
        }
        if (!seats.tryAcquire()) {
            return Response.status(503).header("Retry-After", 5).build();
        }
        try {
            List<Record> records = engine.records(query)
                    .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                    .join();
            return Response.ok((StreamingOutput) out -> write(records, out))
                    .type("text/csv; charset=utf-8")
                    .header("Content-Disposition", "attachment; filename=\"window.csv\"")
                    .build();
        } catch (RuntimeException e) {
            seats.release();
            throw e;
        }
    }

    private void write(List<Record> records, OutputStream out) throws IOException {
        try {
            Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
            writer.write(HEADER);
            for (Record record : records) {
                writer.write(line(record));
            }
            writer.flush();
        } finally {
            seats.release();
        }
    }

    private static String line(Record record) {
        return Stream.of(
                        record.userId(),
                        record.age(),
                        record.gender(),
                        record.country(),
                        record.trafficSource(),
                        record.orderId(),
                        record.itemId(),
                        record.category(),
                        record.cost() == null ? "" : record.cost(),
                        record.itemStatus(),
                        record.salePrice(),
                        record.createdAt())
                .map(value -> field(value.toString()))
                .collect(Collectors.joining(",", "", "\r\n"));
    }

    static String field(String value) {
        String harmless = !value.isEmpty() && FORMULA.indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean quoted = harmless.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }
}
