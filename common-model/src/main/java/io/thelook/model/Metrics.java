package io.thelook.model;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;

/**
 * The three figures of the metric cards, over the records of a window.
 *
 * @param numOrders distinct {@code order_id}
 * @param numOrderItems distinct {@code item_id}
 * @param totalSales the sum of {@code sale_price}, summed exactly and rounded half up to whole dollars at the end
 */
@JsonPropertyOrder({"num_orders", "num_order_items", "total_sales"})
public record Metrics(
        @JsonProperty("num_orders") long numOrders,
        @JsonProperty("num_order_items") long numOrderItems,
        @JsonProperty("total_sales") long totalSales) {

    /** The metrics of an empty window. */
    public static final Metrics ZERO = new Metrics(0, 0, 0);

    /** What changed since an earlier moment: these figures less those. */
    public Metrics minus(Metrics earlier) {
        return new Metrics(
                numOrders - earlier.numOrders, numOrderItems - earlier.numOrderItems, totalSales - earlier.totalSales);
    }
}
