package io.thelook.producer.store;

import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** UUIDs of version 4, variant 2 (RFC 9562), from a given randomness. */
public final class Ids {

    private Ids() {}

    /** The next one. */
    public static UUID draw(RandomGenerator random) {
        long most = random.nextLong() & ~0xF000L | 0x4000L;
        long least = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(most, least);
    }

    /** A randomness that follows from an id, for what is not kept but drawn whenever somebody asks. */
    public static RandomGenerator randomOf(UUID id) {
        return new SplittableRandom(id.getMostSignificantBits() ^ id.getLeastSignificantBits());
    }
}
