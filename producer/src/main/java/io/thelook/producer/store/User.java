package io.thelook.producer.store;

import java.util.Locale;
import java.util.UUID;

/**
 * A registered user. Does not change: who comes again is the same.
 *
 * @param id a random (version 4) UUID
 * @param firstName given name
 * @param lastName family name
 * @param emailDomain one that exists for examples only
 * @param age in years, 12 to 70
 * @param gender decides the department bought from
 * @param houseNumber 1 to 9,999
 * @param street its name
 * @param postalCode five digits
 * @param place city, state, country and coordinates
 * @param trafficSource how the user came to the shop
 * @param createdAt the moment of the registration, in milliseconds since the epoch
 */
public record User(
        UUID id,
        String firstName,
        String lastName,
        String emailDomain,
        int age,
        Gender gender,
        int houseNumber,
        String street,
        int postalCode,
        Place place,
        String trafficSource,
        long createdAt) {

    /** First and last name, in lower-case ASCII letters, at the domain. */
    public String email() {
        String local = (firstName + lastName).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return local + "@" + emailDomain;
    }

    /** House number and street. */
    public String streetAddress() {
        return houseNumber + " " + street;
    }
}
