package io.thelook.producer.store;

import io.thelook.model.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What is cheaper for a while.
 *
 * @param category of the products on offer; one that the catalogue does not have changes nothing
 * @param share of the items that are bought because of it, 0 to 1
 * @param percentOff the retail price, 0 to 100
 */
public record Offer(String category, double share, int percentOff) {

    /** Everything at its price. */
    public static final Offer NONE = new Offer("", 0, 0);

    /** What is paid for the product: cents are rounded half up. */
    Money price(Product product) {
        BigDecimal part = BigDecimal.valueOf(100L - percentOff, 2);
        return Money.of(product.retailPrice().toBigDecimal().multiply(part).setScale(2, RoundingMode.HALF_UP));
    }
}
