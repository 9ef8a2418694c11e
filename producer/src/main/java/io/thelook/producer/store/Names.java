package io.thelook.producer.store;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import net.datafaker.Faker;

/** Pools of names and streets, drawn once: datafaker is too slow to ask for each user. Immutable and thread-safe. */
final class Names {

    private static final int POOL = 500;

    private final List<String> male;
    private final List<String> female;
    private final List<String> last;
    private final List<String> streets;

    Names(long seed) {
        Faker faker = new Faker(Locale.ENGLISH, new Random(seed));
        male = pool(faker.name()::maleFirstName);
        female = pool(faker.name()::femaleFirstName);
        last = pool(faker.name()::lastName);
        streets = pool(faker.address()::streetName);
    }

    private static List<String> pool(Supplier<String> source) {
        return Stream.generate(source).limit(POOL).toList();
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
