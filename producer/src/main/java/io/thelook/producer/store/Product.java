package io.thelook.producer.store;

import io.thelook.model.Money;

/**
 * A product of the catalogue.
 *
 * @param id from 1
 * @param department who it is for
 * @param category one of the 26 names
 * @param retailPrice what a user pays for it
 * @param cost what the shop pays for it
 */
public record Product(int id, Department department, String category, Money retailPrice, Money cost) {}
