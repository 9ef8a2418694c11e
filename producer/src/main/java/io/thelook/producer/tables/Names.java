package io.thelook.producer.tables;

import io.thelook.producer.store.Gender;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import net.datafaker.Faker;

/** Draws from datafaker's lists of names. Loads them on first use, which takes a tenth of a second. Thread-safe. */
final class Names {

    private static final Faker FAKER = new Faker(Locale.ENGLISH);
    private static final List<String> MALE = list("name.male_first_name");
    private static final List<String> FEMALE = list("name.female_first_name");
    private static final List<String> LAST = list("name.last_name");
    private static final List<String> STREET_SUFFIXES = list("address.street_suffix");

    private Names() {}

    private static List<String> list(String key) {
        List<?> found = (List<?>) FAKER.fakeValuesService().fetchObject(key, FAKER.getContext());
        return found.stream().map(String.class::cast).toList();
    }

    static String first(Gender gender, RandomGenerator random) {
        return draw(gender == Gender.M ? MALE : FEMALE, random);
    }

    static String last(RandomGenerator random) {
        return draw(LAST, random);
    }

    static String street(RandomGenerator random) {
        return draw(LAST, random) + " " + draw(STREET_SUFFIXES, random);
    }

    private static String draw(List<String> pool, RandomGenerator random) {
        return pool.get(random.nextInt(pool.size()));
    }
}
