package io.thelook.producer.store;

import java.util.UUID;

/**
 * A registered user. Immutable: a returning customer is the same user.
 *
 * @param id a random (version 4) UUID
 * @param age in years, 12 to 70
 * @param gender determines the department that the user buys from
 * @param place the place where the user lives
 * @param trafficSource how the user came to the shop
 * @param cohort how the user behaves
 * @param createdAt the time of the registration, in milliseconds since the epoch
 */
public record User(UUID id, int age, Gender gender, Place place, String trafficSource, Cohort cohort, long createdAt) {}
