package io.thelook.producer.store;

import java.util.UUID;
import java.util.random.RandomGenerator;

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
public record User(UUID id, int age, Gender gender, Place place, String trafficSource, Cohort cohort, long createdAt) {

    private static final Choice<String> TRAFFIC_SOURCE = Choice.of("Organic", .15)
            .or("Facebook", .06)
            .or("Search", .70)
            .or("Email", .05)
            .or("Display", .04)
            .build();
    private static final int MIN_AGE = 12;
    private static final int MAX_AGE = 70;

    /** Draws a user of the place and the cohort, who registered at a time in milliseconds since the epoch. */
    static User draw(RandomGenerator random, Place place, Cohort cohort, long since) {
        Gender gender = random.nextBoolean() ? Gender.M : Gender.F;
        return new User(
                Ids.draw(random),
                random.nextInt(MIN_AGE, MAX_AGE + 1),
                gender,
                place,
                TRAFFIC_SOURCE.draw(random),
                cohort,
                since);
    }
}
