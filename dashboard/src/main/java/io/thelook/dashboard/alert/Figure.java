package io.thelook.dashboard.alert;

import io.thelook.model.Metrics;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** A figure that a rule can be about. */
enum Figure {
    NUM_ORDERS("num_orders", "Number of orders", Unit.COUNT),
    NUM_ORDER_ITEMS("num_order_items", "Number of order items", Unit.COUNT),
    TOTAL_SALES("total_sales", "Total sales", Unit.MONEY),
    AVERAGE_ORDER_VALUE("average_order_value", "Average order value", Unit.MONEY),
    ORDERS_PER_MINUTE("orders_per_minute", "Orders per minute", Unit.COUNT),
    GROSS_MARGIN("gross_margin", "Gross margin", Unit.SHARE),
    REFUNDS("refunds", "Refunds", Unit.MONEY),

    /** The age of the newest message of the feed. No view contains it; rules call it {@code no_data_seconds}. */
    DATA_AGE("no_data_seconds", "Seconds without data", Unit.COUNT);

    /** The unit of a figure. */
    enum Unit {
        COUNT,
        /** In the currency of the dashboard. */
        MONEY,
        /** From 0 to 1. */
        SHARE
    }

    /** The names of the figures of views, for messages. */
    static final String NAMES = Arrays.stream(values())
            .filter(figure -> figure != DATA_AGE)
            .map(Figure::label)
            .collect(Collectors.joining(", "));

    private final String label;
    private final String words;
    private final Unit unit;

    Figure(String label, String words, Unit unit) {
        this.label = label;
        this.words = words;
        this.unit = unit;
    }

    /** The name in rules and in JSON. */
    String label() {
        return label;
    }

    /** The name in sentences. */
    String words() {
        return words;
    }

    Unit unit() {
        return unit;
    }

    /** The figure of views with this name; empty if there is none. */
    static Optional<Figure> named(String label) {
        return Arrays.stream(values())
                .filter(figure -> figure != DATA_AGE && figure.label.equals(label))
                .findFirst();
    }

    /**
     * The value among the figures of a view; empty if it is not known. The average of no orders is not known. No
     * refunds are refunds of 0.
     */
    Optional<BigDecimal> of(Metrics metrics) {
        return switch (this) {
            case NUM_ORDERS -> Optional.of(BigDecimal.valueOf(metrics.numOrders()));
            case NUM_ORDER_ITEMS -> Optional.of(BigDecimal.valueOf(metrics.numOrderItems()));
            case TOTAL_SALES -> Optional.of(BigDecimal.valueOf(metrics.totalSales()));
            case AVERAGE_ORDER_VALUE ->
                metrics.numOrders() == 0 ? Optional.empty() : Optional.of(metrics.averageOrderValue());
            case ORDERS_PER_MINUTE -> Optional.ofNullable(metrics.ordersPerMinute());
            case GROSS_MARGIN -> Optional.ofNullable(metrics.grossMargin());
            case REFUNDS -> Optional.of(BigDecimal.valueOf(metrics.refunds() == null ? 0 : metrics.refunds()));
            case DATA_AGE -> Optional.empty();
        };
    }
}
