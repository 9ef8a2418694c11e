package io.thelook.dashboard.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.view.QueryText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** {@code GET /}: the page in its final layout, with placeholders. The figures arrive over the socket. */
@Path("/")
public class DashboardPage {

    private static final List<Window> WINDOWS =
            List.of(new Window(0, "Default"), new Window(1, "1 min"), new Window(5, "5 min"), new Window(15, "15 min"));

    /** Amounts reach the page with two decimals at most, whatever the currency. */
    private static final int MOST_DECIMALS = 2;

    private final DashboardConfig config;
    private final List<Card> cards;
    private final List<Panel> panels;

    DashboardPage(DashboardConfig config) {
        this.config = config;
        String code = config.currency().getCurrencyCode();
        boolean isDollar = code.equals("USD");
        int decimals = Math.min(MOST_DECIMALS, Math.max(0, config.currency().getDefaultFractionDigits()));
        String sign = isDollar ? "$" : code;
        this.cards = cards(sign + " 0", sign + " 0" + (decimals == 0 ? "" : "." + "0".repeat(decimals)));
        this.panels = panels(isDollar ? "US $" : code);
    }

    private static List<Card> cards(String nothing, String exactlyNothing) {
        return List.of(
                new Card("num_orders", "Number of Orders", "count", "0", "Different orders in the window."),
                new Card("num_order_items", "Number of Order Items", "count", "0", "Items of these orders."),
                new Card(
                        "total_sales",
                        "Total Sales",
                        "money",
                        nothing,
                        "What was paid for them, cancelled and returned too."),
                new Card("average_order_value", "Average Order Value", "cents", exactlyNothing, "Sales by orders."),
                new Card(
                        "orders_per_minute",
                        "Orders per Minute",
                        "rate",
                        "0.0",
                        "Orders by the minutes of the window."),
                new Card(
                        "gross_margin",
                        "Gross Margin",
                        "share",
                        "–",
                        "What is left of the sales after the items’ cost."),
                new Card("refunds", "Refunds", "money", nothing, "Paid back in the window. Sales are less by it."));
    }

    private static List<Panel> panels(String unit) {
        return List.of(
                new Panel("bars", "revenue_by_country", "Revenue by Country", unit, "half", "bars"),
                new Panel("bars", "revenue_by_traffic_source", "Revenue by Traffic Source", unit, "half", "bars"),
                new Panel("trend", "trend", "Sales over Time", unit, "half", "bars"),
                new Panel("map", "revenue_by_country", "Live Orders", unit + " by country", "half", "countries"),
                new Panel("orders", "latest", "Latest Orders", "", "wide", "orders"),
                new Panel("lying", "revenue_by_category", "Revenue by Category", unit, "narrow", "bars"),
                new Panel("lying", "revenue_by_item_status", "Revenue by Status", unit, "narrow", "bars"),
                new Panel("lying", "revenue_by_age", "Revenue by Age", unit, "narrow", "bars"),
                new Panel("lying", "revenue_by_gender", "Revenue by Gender", unit, "narrow", "bars"));
    }

    /**
     * A metric card.
     *
     * @param metric the field of the metrics that the card shows
     * @param label the title
     * @param kind the format of the figure: {@code count}, {@code money}, {@code cents}, {@code rate} or {@code share}
     * @param nothing the placeholder before the first figure
     * @param definition the meaning of the figure
     */
    public record Card(String metric, String label, String kind, String nothing, String definition) {}

    /**
     * A chart, the map or the table of orders.
     *
     * @param kind {@code bars}, {@code lying} (horizontal bars), {@code trend}, {@code map} or {@code orders}
     * @param field the part of the view that the panel shows
     * @param title the title
     * @param unit the unit, beside the title
     * @param size the share of a row: {@code half}, {@code wide} or {@code narrow}
     * @param what the elements of the panel, as a plural: {@code bars}, {@code countries} or {@code orders}
     */
    public record Panel(String kind, String field, String title, String unit, String size, String what) {

        /** Whether the panel can be saved as a picture. */
        public boolean hasPicture() {
            return !kind.equals("orders");
        }
    }

    /**
     * A choice of window length.
     *
     * @param minutes the length; 0 for the feed's own window
     * @param label the text of the choice
     */
    public record Window(int minutes, String label) {}

    @CheckedTemplate(basePath = "")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance index(
                String shopName,
                String currency,
                List<Card> cards,
                List<Panel> panels,
                List<Window> windows,
                boolean autoConnect,
                boolean kiosk,
                int longestQuery);
    }

    /** Renders the page. With {@code ?kiosk}, its first paint has the layout of a wall display. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance get(@Context UriInfo address) {
        return Templates.index(
                config.shopName(),
                config.currency().getCurrencyCode(),
                cards,
                panels,
                WINDOWS,
                config.autoConnect(),
                address.getQueryParameters().containsKey("kiosk"),
                QueryText.LONGEST);
    }
}
