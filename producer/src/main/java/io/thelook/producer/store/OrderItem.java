package io.thelook.producer.store;

import io.thelook.model.Money;
import java.util.UUID;

/**
 * One product in an order.
 *
 * @param id a random (version 4) UUID
 * @param product the product bought
 * @param salePrice the price paid: the retail price, or less in a flash sale
 */
public record OrderItem(UUID id, Product product, Money salePrice) {}
