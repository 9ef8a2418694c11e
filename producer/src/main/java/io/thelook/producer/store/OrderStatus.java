package io.thelook.producer.store;

/** The status of an order and of all its items. */
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

    /** The name in the data, such as {@code Processing}. */
    public String label() {
        return label;
    }

    /** Whether an order with this status has left the shop. */
    public boolean wasShipped() {
        return this == SHIPPED || wasDelivered();
    }

    /** Whether an order with this status has reached the customer. */
    public boolean wasDelivered() {
        return this == COMPLETE || this == RETURNED;
    }
}
