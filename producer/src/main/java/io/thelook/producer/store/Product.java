package io.thelook.producer.store;

import io.thelook.model.Money;

/**
 * A product of the catalogue.
 *
 * @param id the product's number, from 1
 * @param department the department that sells it
 * @param category one of the 26 names
 * @param retailPrice the price that a user pays without an offer
 * @param cost the price that the shop pays
 */
public record Product(int id, Department department, String category, Money retailPrice, Money cost) {}
