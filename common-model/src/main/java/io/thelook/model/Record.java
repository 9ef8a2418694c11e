package io.thelook.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;

/**
 * One order item joined with its order's user and its product: a row of the feed.
 *
 * <p>{@code orderId} and {@code itemId} together identify the record. The same item may come again with a new
 * {@code itemStatus}; the newer record then replaces the older one.
 *
 * @param userId the user who ordered
 * @param age of the user, in years
 * @param gender {@code M} or {@code F} in theLook; any text in other feeds
 * @param country of the user's address
 * @param trafficSource how the user came to the shop
 * @param orderId the order that the item belongs to
 * @param itemId the item within its order
 * @param category of the product
 * @param cost what the shop paid for the item, in dollars; {@code null} if the feed omits it
 * @param itemStatus {@code Processing}, {@code Shipped}, {@code Complete}, {@code Cancelled} or {@code Returned} in
 *     theLook
 * @param salePrice what the user paid for the item, in dollars
 * @param createdAt event time: the moment of the order, in milliseconds since the epoch
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record Record(
        String userId,
        int age,
        String gender,
        String country,
        String trafficSource,
        String orderId,
        String itemId,
        String category,
        Money cost,
        String itemStatus,
        Money salePrice,
        long createdAt) {

    /**
     * @throws NullPointerException if a value other than {@code cost} is null; the message names it
     */
    public Record {
        Objects.requireNonNull(userId, "user_id");
        Objects.requireNonNull(gender, "gender");
        Objects.requireNonNull(country, "country");
        Objects.requireNonNull(trafficSource, "traffic_source");
        Objects.requireNonNull(orderId, "order_id");
        Objects.requireNonNull(itemId, "item_id");
        Objects.requireNonNull(category, "category");
        Objects.requireNonNull(itemStatus, "item_status");
        Objects.requireNonNull(salePrice, "sale_price");
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
                .createdAt(createdAt);
    }

    /** Builds a record from values set by name. Reusable: keeps the values after {@link #build}. Not thread-safe. */
    public static final class Builder {

        private String userId;
        private int age;
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

        private Builder() {}

        public Builder userId(String value) {
            userId = value;
            return this;
        }

        public Builder age(int value) {
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

        /** Clears all values. */
        void clear() {
            userId = gender = country = trafficSource = orderId = itemId = category = itemStatus = null;
            cost = salePrice = null;
            age = 0;
            createdAt = 0;
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
                    createdAt);
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
                    createdAt);
        }
    }
}
