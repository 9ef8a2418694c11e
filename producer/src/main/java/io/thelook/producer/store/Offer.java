package io.thelook.producer.store;

import io.thelook.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A temporary discount on the products of a category.
 *
 * @param category the category on offer; has no effect if the catalogue does not have it
 * @param share the share of items that customers buy because of the offer, 0 to 1
 * @param percentOff the discount on the retail price in per cent, 0 to 100
 */
public record Offer(String category, double share, int percentOff) {

    /** No offer: every product has its retail price. */
    public static final Offer NONE = new Offer("", 0, 0);

    /** Returns the price of a product on offer. Cents are rounded half up. */
    Money price(Product product) {
        BigDecimal part = BigDecimal.valueOf(100L - percentOff, 2);
        return Money.of(product.retailPrice().toBigDecimal().multiply(part).setScale(2, RoundingMode.HALF_UP));
    }
}
