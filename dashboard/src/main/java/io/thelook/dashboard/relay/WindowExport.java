package io.thelook.dashboard.relay;

import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.view.ViewEngine;
import io.thelook.dashboard.window.Query;
import io.thelook.model.Record;
import io.thelook.service.export.CsvWriter;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** {@code GET /window.csv}: the records that a query asks for, as RFC 4180 has it. The query is the same as for a view. */
@Path("/window.csv")
public class WindowExport {

    private static final int MOST_AT_A_TIME = 4;
    private static final long PATIENCE_SECONDS = 10;
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
        } finally {
            seats.release();
        }
    }

    static String harmless(String text) {
        return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
