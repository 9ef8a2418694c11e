package io.thelook.producer.store;

import java.util.UUID;

/**
 * A registered user. Does not change: who comes again is the same.
 *
 * @param id a random (version 4) UUID
 * @param age in years, 12 to 70
 * @param gender decides the department bought from
 * @param place city, state, country and coordinates
 * @param trafficSource how the user came to the shop
 * @param cohort how the user behaves
 * @param createdAt the moment of the registration, in milliseconds since the epoch
 */
public record User(UUID id, int age, Gender gender, Place place, String trafficSource, Cohort cohort, long createdAt) {}
