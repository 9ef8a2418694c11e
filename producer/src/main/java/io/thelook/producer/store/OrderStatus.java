package io.thelook.producer.store;

/** How far an order has come; its items have the same status. */
public enum OrderStatus {
    PROCESSING("Processing"),
    SHIPPED("Shipped"),
    COMPLETE("Complete"),
    CANCELLED("Cancelled"),
    RETURNED("Returned");

    private final String label;

    OrderStatus(String label) {
        this.label = label;
    }

    /** As it stands in the data: {@code Processing}. */
    public String label() {
        return label;
    }

    boolean wasShipped() {
        return this == SHIPPED || wasDelivered();
    }

    boolean wasDelivered() {
        return this == COMPLETE || this == RETURNED;
    }
}
