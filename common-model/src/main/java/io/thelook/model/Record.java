package io.thelook.model;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;

/**
 * One order item joined with its order's user and its product: a row of the feed.
 *
 * <p>{@code orderId} and {@code itemId} together identify the record. The same item may come again with a new {@code
 * itemStatus}; the newer record then replaces the older one. Only the ids and the price are required: a text that the
 * feed omits is {@link #UNKNOWN}.
 *
 * <p>A {@linkplain #isRefund refund} is a record of its own, with a negative price or an item id that begins with
 * {@value #REFUND}: it belongs to the order that it refunds, and counts in sales, but not as an order or an item.
 *
 * @param userId the user who ordered
 * @param age of the user, in years; {@code null} if the feed omits it
 * @param gender {@code M} or {@code F} in theLook; any text in other feeds
 * @param country of the user's address
 * @param trafficSource how the user came to the shop
 * @param orderId the order that the item belongs to
 * @param itemId the item within its order
 * @param category of the product
 * @param cost what the shop paid for the whole line; {@code null} if the feed omits it
 * @param itemStatus {@code Processing}, {@code Shipped}, {@code Complete}, {@code Cancelled} or {@code Returned} in
 *     theLook
 * @param salePrice the total of the line: what the user paid for it after discounts, before tax and shipping
 * @param createdAt event time: the moment of the order, in milliseconds since the epoch; 0 if the feed omits it, which
 *     stands for the time of arrival
 * @param quantity number of pieces in the line, 1 or more
 * @param product name of the product; {@code null} if the feed omits it
 * @param updatedAt version of the record: the time of its last change, in milliseconds since the epoch; 0 if the feed
 *     omits it
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Record(
        String userId,
        Integer age,
        String gender,
        String country,
        String trafficSource,
        String orderId,
        String itemId,
        String category,
        Money cost,
        String itemStatus,
        Money salePrice,
        long createdAt,

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = DefaultQuantity.class)
        int quantity,

        String product,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long updatedAt) {

    /** A text that the feed omits. */
    public static final String UNKNOWN = "Unknown";

    /** The prefix of a refund's item id. It keeps the id different from that of the refunded item. */
    public static final String REFUND = "refund:";

    /**
     * Replaces an omitted text by {@link #UNKNOWN}, and a quantity of 0 by 1.
     *
     * @throws NullPointerException if an id or the price is null; the message names it
     */
    public Record {
        Objects.requireNonNull(orderId, "order_id");
        Objects.requireNonNull(itemId, "item_id");
        Objects.requireNonNull(salePrice, "sale_price");
        userId = orUnknown(userId);
        gender = orUnknown(gender);
        country = orUnknown(country);
        trafficSource = orUnknown(trafficSource);
        category = orUnknown(category);
        itemStatus = orUnknown(itemStatus);
        quantity = quantity == 0 ? 1 : quantity;
    }

    private static String orUnknown(String text) {
        return text == null ? UNKNOWN : text;
    }

    /** Whether the record is a refund: its price is negative, or its item says so. A refund that failed is 0. */
    @JsonIgnore
    public boolean isRefund() {
        return salePrice.isNegative() || itemId.startsWith(REFUND);
    }

    /** The same record with the time of its arrival, if the feed omits the event time. */
    public Record orAt(long arrival) {
        return createdAt == 0 ? toBuilder().createdAt(arrival).build() : this;
    }

    /** Equals the quantity that JSON omits. Jackson calls {@link #equals} with the value. */
    static final class DefaultQuantity {

        @Override
        public boolean equals(Object quantity) {
            return Integer.valueOf(1).equals(quantity);
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** A builder without any values. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with the values of this record. */
    public Builder toBuilder() {
        return new Builder()
                .userId(userId)
                .age(age)
                .gender(gender)
                .country(country)
                .trafficSource(trafficSource)
                .orderId(orderId)
                .itemId(itemId)
                .category(category)
                .cost(cost)
                .itemStatus(itemStatus)
                .salePrice(salePrice)
                .createdAt(createdAt)
                .quantity(quantity)
                .product(product)
                .updatedAt(updatedAt);
    }

    /** Builds a record from values set by name. Reusable: keeps the values after {@link #build}. Not thread-safe. */
    public static final class Builder {

        private String userId;
        private Integer age;
        private String gender;
        private String country;
        private String trafficSource;
        private String orderId;
        private String itemId;
        private String category;
        private Money cost;
        private String itemStatus;
        private Money salePrice;
        private long createdAt;
        private int quantity = 1;
        private String product;
        private long updatedAt;

        private Builder() {}

        public Builder userId(String value) {
            userId = value;
            return this;
        }

        public Builder age(Integer value) {
            age = value;
            return this;
        }

        public Builder gender(String value) {
            gender = value;
            return this;
        }

        public Builder country(String value) {
            country = value;
            return this;
        }

        public Builder trafficSource(String value) {
            trafficSource = value;
            return this;
        }

        public Builder orderId(String value) {
            orderId = value;
            return this;
        }

        public Builder itemId(String value) {
            itemId = value;
            return this;
        }

        public Builder category(String value) {
            category = value;
            return this;
        }

        public Builder cost(Money value) {
            cost = value;
            return this;
        }

        public Builder itemStatus(String value) {
            itemStatus = value;
            return this;
        }

        public Builder salePrice(Money value) {
            salePrice = value;
            return this;
        }

        public Builder createdAt(long value) {
            createdAt = value;
            return this;
        }

        public Builder quantity(int value) {
            quantity = value;
            return this;
        }

        public Builder product(String value) {
            product = value;
            return this;
        }

        public Builder updatedAt(long value) {
            updatedAt = value;
            return this;
        }

        /** Clears all values. */
        void clear() {
            userId = gender = country = trafficSource = orderId = itemId = category = itemStatus = null;
            product = null;
            cost = salePrice = null;
            age = null;
            createdAt = updatedAt = 0;
            quantity = 1;
        }

        /** A hash of the two ids that identify the record. */
        int identity() {
            return Objects.hash(orderId, itemId);
        }

        /** A hash of the values set so far. */
        int fingerprint() {
            return Objects.hash(
                    userId,
                    age,
                    gender,
                    country,
                    trafficSource,
                    orderId,
                    itemId,
                    category,
                    cost,
                    itemStatus,
                    salePrice,
                    createdAt,
                    quantity,
                    product,
                    updatedAt);
        }

        /**
         * Builds a record from the values.
         *
         * @throws NullPointerException if a required value is missing; the message names it
         */
        public Record build() {
            return new Record(
                    userId,
                    age,
                    gender,
                    country,
                    trafficSource,
                    orderId,
                    itemId,
                    category,
                    cost,
                    itemStatus,
                    salePrice,
                    createdAt,
                    quantity,
                    product,
                    updatedAt);
        }
    }
}
