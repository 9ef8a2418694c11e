package io.thelook.dashboard.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.access.Visit;
import io.thelook.dashboard.access.Visits;
import io.thelook.dashboard.view.QueryText;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** {@code GET /}: the page in its final layout, with placeholders. The figures arrive over the socket. */
@Path("/")
public class DashboardPage {

    private static final List<Window> WINDOWS =
            List.of(new Window(0, "Default"), new Window(1, "1 min"), new Window(5, "5 min"), new Window(15, "15 min"));

    private static final List<PastWindow> PAST_WINDOWS = List.of(
            new PastWindow("1h", "1 hour"),
            new PastWindow("24h", "24 hours"),
            new PastWindow("7d", "7 days"),
            new PastWindow("today", "Today"),
            new PastWindow("yesterday", "Yesterday"));

    private static final List<Card> TODAY_FIGURES = List.of(
            new Card("num_orders", "Orders", "count", ""),
            new Card("num_order_items", "Items", "count", ""),
            new Card("total_sales", "Sales", "money", ""),
            new Card("average_order_value", "Average", "cents", ""));

    private static final int BUILD_BYTES = 8;

    private final DashboardConfig config;
    private final List<Card> cards;
    private final List<Panel> panels;

    /** Guarded by this; null until it is needed. */
    private String build;

    DashboardPage(DashboardConfig config) {
        this.config = config;
        String code = config.currency().getCurrencyCode();
        this.cards = cards();
        this.panels = panels(code.equals("USD") ? "US $" : code);
    }

    private static List<Card> cards() {
        return List.of(
                new Card("num_orders", "Number of Orders", "count", "Different orders in the period."),
                new Card("num_order_items", "Number of Order Items", "count", "Items in these orders."),
                new Card(
                        "total_sales",
                        "Total Sales",
                        "money",
                        "The amount paid for these items, including cancelled and returned ones."),
                new Card("average_order_value", "Average Order Value", "cents", "Total sales ÷ orders."),
                new Card("orders_per_minute", "Orders per Minute", "rate", "Orders ÷ minutes of the period."),
                new Card("gross_margin", "Gross Margin", "share", "(Sales − cost of the items) ÷ sales."),
                new Card("refunds", "Refunds", "money", "Refunded in the period, and deducted from total sales."));
    }

    private static List<Panel> panels(String unit) {
        return List.of(
                new Panel("bars", "revenue_by_country", "Revenue by Country", unit, "half", "bars"),
                new Panel("bars", "revenue_by_traffic_source", "Revenue by Traffic Source", unit, "half", "bars"),
                new Panel("trend", "trend", "Sales over Time", unit, "half", "bars"),
                new Panel("map", "revenue_by_country", "Live Orders", unit + " by country", "half", "countries"),
                new Panel("orders", "latest", "Latest Orders", "", "wide", "orders"),
                new Panel("lying", "revenue_by_category", "Revenue by Category", unit, "narrow", "bars"),
                new Panel("lying", "revenue_by_product", "Revenue by Product", unit, "narrow", "bars"),
                new Panel("lying", "revenue_by_item_status", "Revenue by Status", unit, "narrow", "bars"),
                new Panel("lying", "revenue_by_age", "Revenue by Age", unit, "narrow", "bars"),
                new Panel("lying", "revenue_by_gender", "Revenue by Gender", unit, "narrow", "bars"));
    }

    /**
     * A metric card, or a figure of today.
     *
     * @param metric the field of the metrics that the card shows
     * @param label the title
     * @param kind the format of the figure: {@code count}, {@code money}, {@code cents}, {@code rate} or {@code share}
     * @param definition the meaning of the figure
     */
    public record Card(String metric, String label, String kind, String definition) {}

    /**
     * A chart, the map or the table of orders.
     *
     * @param kind {@code bars}, {@code lying} (horizontal bars), {@code trend}, {@code map} or {@code orders}
     * @param field the part of the view that the panel shows
     * @param title the title
     * @param unit the unit, next to the title
     * @param size the share of a row: {@code half}, {@code wide} or {@code narrow}
     * @param what the elements of the panel, as a plural: {@code bars}, {@code countries} or {@code orders}
     */
    public record Panel(String kind, String field, String title, String unit, String size, String what) {

        /** Whether the panel can be saved as a picture. */
        public boolean hasPicture() {
            return !kind.equals("orders");
        }

        /** Whether a view has the part only if the shop has it, so that the panel is hidden until then. */
        public boolean isOptional() {
            return field.equals("revenue_by_product");
        }
    }

    /**
     * A choice of window length.
     *
     * @param minutes the length; 0 for the feed's own window
     * @param label the text of the choice
     */
    public record Window(int minutes, String label) {}

    /**
     * A choice of a window of history.
     *
     * @param value as in a query
     * @param label the text of the choice
     */
    public record PastWindow(String value, String label) {}

    @CheckedTemplate(basePath = "")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance index(
                String shopName,
                String currency,
                List<Card> cards,
                List<Panel> panels,
                List<Window> windows,
                List<PastWindow> pastWindows,
                List<Card> todayFigures,
                boolean history,
                boolean autoConnect,
                boolean kiosk,
                int longestQuery,
                String build,
                Visit visit,
                int shareDays);
    }

    /** Renders the page. With {@code ?kiosk}, its first paint has the layout of a wall display. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance get(@Context UriInfo address, @Context RoutingContext request) {
        return page(build(), address.getQueryParameters().containsKey("kiosk"), Visits.of(request));
    }

    /**
     * Identifies the content of the page: a digest of the page, which names each script and style sheet by a digest of
     * its content. It stays the same when the dashboard restarts with the same build and settings. Thread-safe.
     */
    public synchronized String build() {
        if (build == null) {
            byte[] text = page("", false, Visit.ANYBODY).render().getBytes(StandardCharsets.UTF_8);
            build = HexFormat.of().formatHex(sha256(text), 0, BUILD_BYTES);
        }
        return build;
    }

    private static byte[] sha256(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is part of every Java platform", e);
        }
    }

    private TemplateInstance page(String ofBuild, boolean isKiosk, Visit visit) {
        return Templates.index(
                config.shopName(),
                config.currency().getCurrencyCode(),
                cards,
                panels,
                WINDOWS,
                PAST_WINDOWS,
                TODAY_FIGURES,
                config.history(),
                config.autoConnect() || visit.isGuest(),
                isKiosk,
                QueryText.LONGEST,
                ofBuild,
                visit,
                config.maxShareDays());
    }
}
