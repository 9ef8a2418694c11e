package io.thelook.producer.tables;

import io.thelook.producer.store.Ids;
import io.thelook.producer.store.User;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * A user's name, email and street address. Computed from the user's id and gender.
 *
 * @param firstName given name
 * @param lastName family name
 * @param email first and last name in lower-case ASCII letters, at a domain reserved for examples
 * @param streetAddress house number and street
 * @param postalCode five digits
 */
public record Contact(String firstName, String lastName, String email, String streetAddress, String postalCode) {

    private static final List<String> EMAIL_DOMAINS = List.of("example.com", "example.net", "example.org");

    /** Computes the contact of a user. */
    public static Contact of(User user) {
        RandomGenerator random = Ids.randomOf(user.id());
        String first = Names.first(user.gender(), random);
        String last = Names.last(random);
        String local = (first + last).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return new Contact(
                first,
                last,
                local + "@" + EMAIL_DOMAINS.get(random.nextInt(EMAIL_DOMAINS.size())),
                random.nextInt(1, 10_000) + " " + Names.street(random),
                Integer.toString(random.nextInt(10_000, 100_000)));
    }
}
