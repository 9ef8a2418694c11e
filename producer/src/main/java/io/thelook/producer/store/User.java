package io.thelook.producer.store;

/**
 * A registered user.
 *
 * @param id a random (version 4) UUID
 * @param firstName given name
 * @param lastName family name
 * @param email at a domain that exists for examples only
 * @param age in years, 12 to 70
 * @param gender decides the department bought from
 * @param streetAddress house number and street
 * @param postalCode five digits
 * @param place city, state, country and coordinates
 * @param trafficSource how the user came to the shop
 * @param createdAt the moment of the registration, in milliseconds since the epoch
 */
public record User(
        String id,
        String firstName,
        String lastName,
        String email,
        int age,
        Gender gender,
        String streetAddress,
        String postalCode,
        Place place,
        String trafficSource,
        long createdAt) {}
