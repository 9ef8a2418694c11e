package io.thelook.model;

/** The three metrics of the reference, which tests compare. */
public record Three(long orders, long items, long sales) {

    /** Of an empty window. */
    public static final Three ZERO = new Three(0, 0, 0);

    /** Those of some metrics. */
    public static Three of(Metrics metrics) {
        return new Three(metrics.numOrders(), metrics.numOrderItems(), metrics.totalSales());
    }
}
