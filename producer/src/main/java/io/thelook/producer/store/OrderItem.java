package io.thelook.producer.store;

import io.thelook.model.Money;

/**
 * One product in an order.
 *
 * @param id a random (version 4) UUID
 * @param product what was bought
 * @param salePrice what was paid for it: its retail price
 */
public record OrderItem(String id, Product product, Money salePrice) {}
