package io.thelook.dashboard.page;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.thelook.dashboard.DashboardConfig;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** {@code GET /}: the page, in its final layout, with zeros; the figures come over the socket. */
@Path("/")
public class DashboardPage {

    private static final List<Card> CARDS = List.of(
            new Card("num_orders", "Number of Orders", false),
            new Card("num_order_items", "Number of Order Items", false),
            new Card("total_sales", "Total Sales", true));
    private static final List<Chart> CHARTS = List.of(
            new Chart("revenue_by_country", "Revenue by Country"),
            new Chart("revenue_by_traffic_source", "Revenue by Traffic Source"));

    private final DashboardConfig config;

    DashboardPage(DashboardConfig config) {
        this.config = config;
    }

    /**
     * A metric card.
     *
     * @param metric the field of the metrics that it shows
     * @param label its title
     * @param money whether the figure is in dollars
     */
    public record Card(String metric, String label, boolean money) {}

    /**
     * A bar chart.
     *
     * @param field of the view that it shows
     * @param title above it
     */
    public record Chart(String field, String title) {}

    @CheckedTemplate(basePath = "")
    static final class Templates {

        private Templates() {}

        static native TemplateInstance index(List<Card> cards, List<Chart> charts, boolean autoConnect);
    }

    /** The page. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    public TemplateInstance get() {
        return Templates.index(CARDS, CHARTS, config.autoConnect());
    }
}
