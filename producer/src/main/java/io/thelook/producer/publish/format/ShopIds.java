package io.thelook.producer.publish.format;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;

/** Ids in the forms that shops use, computed from the simulated shop's own ids. */
final class ShopIds {

    private static final long LEAST = 1_000_000_000_000L;

    /** With {@link #LEAST} below 2^53, the largest range in which a double holds every whole number. */
    private static final long RANGE = 8_000_000_000_000_000L;

    private ShopIds() {}

    /** A whole number of 13 to 16 digits. */
    static long number(UUID id) {
        long mixed = id.getMostSignificantBits() ^ id.getLeastSignificantBits();
        return LEAST + Long.remainderUnsigned(mixed, RANGE);
    }

    /** A prefix and 25 letters and digits. */
    static String text(String prefix, UUID id) {
        byte[] bytes = ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        String digits = new BigInteger(1, bytes).toString(Character.MAX_RADIX);
        return prefix + "0".repeat(25 - digits.length()) + digits;
    }

    /** A number in seven digits, for people. */
    static long shortNumber(UUID id) {
        return 1_000_000 + number(id) % 9_000_000;
    }

    /** The id of something that belongs to another thing, such as an order's refund. */
    static UUID derived(UUID id, String name) {
        return UUID.nameUUIDFromBytes((id + name.toLowerCase(Locale.ROOT)).getBytes(StandardCharsets.UTF_8));
    }
}
