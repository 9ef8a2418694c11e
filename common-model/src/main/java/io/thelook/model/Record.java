package io.thelook.model;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.Objects;

/**
 * One order item joined with its order's user and its product: a row of the feed.
 *
 * <p>The same {@code itemId} may come again with a new {@code itemStatus}; the newer record then replaces the older one.
 *
 * @param userId who bought
 * @param age of the user, in years
 * @param gender {@code M} or {@code F} in theLook; any text in data of others
 * @param country of the user's address
 * @param trafficSource how the user came to the shop
 * @param orderId the order that the item belongs to
 * @param itemId identifies this record
 * @param category of the product
 * @param cost what the shop paid for the item, in dollars; {@code null} in feeds that do not tell
 * @param itemStatus {@code Processing}, {@code Shipped}, {@code Complete}, {@code Cancelled} or {@code Returned} in
 *     theLook
 * @param salePrice what the user paid for the item, in dollars
 * @param createdAt event time: the moment of the order, in milliseconds since the epoch
 */
@JsonPropertyOrder({
    "user_id",
    "age",
    "gender",
    "country",
    "traffic_source",
    "order_id",
    "item_id",
    "category",
    "cost",
    "item_status",
    "sale_price",
    "created_at"
})
@JsonIgnoreProperties(ignoreUnknown = true)
public record Record(
        @JsonProperty("user_id") String userId,
        @JsonProperty("age") int age,
        @JsonProperty("gender") String gender,
        @JsonProperty("country") String country,
        @JsonProperty("traffic_source") String trafficSource,
        @JsonProperty("order_id") String orderId,
        @JsonProperty("item_id") String itemId,
        @JsonProperty("category") String category,

        @JsonProperty("cost") @JsonInclude(JsonInclude.Include.NON_NULL)
        Money cost,

        @JsonProperty("item_status") String itemStatus,
        @JsonProperty("sale_price") Money salePrice,
        @JsonProperty("created_at") long createdAt) {

    /**
     * @throws NullPointerException if anything but {@code cost} is null; the message names it
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

    /** The same record under another item id. */
    public Record withItemId(String other) {
        return new Record(
                userId,
                age,
                gender,
                country,
                trafficSource,
                orderId,
                other,
                category,
                cost,
                itemStatus,
                salePrice,
                createdAt);
    }
}
