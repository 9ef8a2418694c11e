package io.thelook.producer.store;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.datafaker.Faker;

/** datafaker's lists of names, and a pool of streets: datafaker is too slow to ask for each user. Immutable and thread-safe. */
final class Names {

    private static final int STREETS = 500;

    private final List<String> male;
    private final List<String> female;
    private final List<String> last;
    private final List<String> streets;

    Names(RandomGenerator random) {
        Faker faker = new Faker(Locale.ENGLISH);
        male = list(faker, "name.male_first_name");
        female = list(faker, "name.female_first_name");
        last = list(faker, "name.last_name");
        List<String> suffixes = list(faker, "address.street_suffix");
        streets = Stream.generate(() -> draw(last, random) + " " + draw(suffixes, random))
                .limit(STREETS)
                .toList();
    }

    private static List<String> list(Faker faker, String key) {
        List<?> found = (List<?>) faker.fakeValuesService().fetchObject(key, faker.getContext());
        return found.stream().map(String.class::cast).toList();
    }

    String first(Gender gender, RandomGenerator random) {
        return draw(gender == Gender.M ? male : female, random);
    }

    String last(RandomGenerator random) {
        return draw(last, random);
    }

    String street(RandomGenerator random) {
        return draw(streets, random);
    }

    private static String draw(List<String> pool, RandomGenerator random) {
        return pool.get(random.nextInt(pool.size()));
    }
}
