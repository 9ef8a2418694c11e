package io.thelook.producer.store;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Draws UUIDs of version 4, variant 2 (RFC 9562), from a random generator. */
public final class Ids {

    private Ids() {}

    /** Draws the next UUID. */
    public static UUID draw(RandomGenerator random) {
        long most = random.nextLong() & ~0xF000L | 0x4000L;
        long least = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }

    /** Returns a random generator seeded with an id, for values that are not stored but computed on each request. */
    public static RandomGenerator randomOf(UUID id) {
        return new SplittableRandom(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    }

    /**
     * Returns the random generator of a number, such as that of a seat or an hour. Neighbouring numbers have unrelated
     * sequences.
     *
     * @param seed of all generators of a kind
     */
    public static SplittableRandom randomOf(long seed, long number) {
        return new SplittableRandom(new SplittableRandom(seed + number).nextLong());
    }
}
