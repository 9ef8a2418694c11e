package io.thelook.dashboard.window;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives each key a slot: a small number that belongs to the key until it is removed, and may then go to another key.
 *
 * <p>Uses open addressing with linear probing. A place of the table holds the key's hash and its slot together, so that
 * a lookup of an absent key touches one cache line, and a lookup of a present key reads its text once. The hash is
 * seeded, so that a feed cannot choose ids that collide. Not thread-safe.
 *
 * @param <K> type of the keys
 */
final class IdIndex<K> {

    static final int ABSENT = -1;

    private static final int FIRST_CAPACITY = 1 << 10;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final long OTHER_MULTIPLIER = 0xD6E8FEB86659FD93L;

    private final long seed = ThreadLocalRandom.current().nextLong();
    private final SlotKey<K> keys;

    /** Each place holds the hash in the upper half and the slot + 1 in the lower half; 0 if it is empty. */
    private long[] table = new long[FIRST_CAPACITY * 2];

    private int[] hashes = new int[FIRST_CAPACITY];
    private int[] free = new int[FIRST_CAPACITY];
    private int freeSlots;
    private int slotsUsed;

    /** Checks whether a slot belongs to a key. The owner of the index stores the keys. */
    @FunctionalInterface
    interface SlotKey<K> {

        boolean isOf(int slot, K key);
    }

    IdIndex(SlotKey<K> keys) {
        this.keys = keys;
    }

    /** The hash of a text. */
    int hash(String id) {
        int length = id.length();
        long even = seed + length;
        long odd = ~seed;
        // Two chains, so that the processor can start a multiplication before the previous one has finished.
        for (int i = 1; i < length; i += 2) {
            even = (even ^ id.charAt(i - 1)) * MULTIPLIER;
            odd = (odd ^ id.charAt(i)) * OTHER_MULTIPLIER;
        }
        if ((length & 1) == 1) {
            even = (even ^ id.charAt(length - 1)) * MULTIPLIER;
        }
        return (int) ((even ^ odd >>> 29) * MULTIPLIER >>> 32);
    }

    /** The hash of two texts. {@code other} is the hash of the second one. */
    int hash(String id, int other) {
        return (int) ((hash(id) + (long) other * MULTIPLIER) * OTHER_MULTIPLIER >>> 32);
    }

    /** The hash with which a slot was added. */
    int hashOf(int slot) {
        return hashes[slot];
    }

    /** The slot of the key with this hash, or {@link #ABSENT}. */
    int find(K key, int hash) {
        int mask = table.length - 1;
        for (int at = hash & mask; table[at] != 0; at = at + 1 & mask) {
            if ((int) (table[at] >>> 32) == hash) {
                int slot = (int) table[at] - 1;
                if (keys.isOf(slot, key)) {
                    return slot;
                }
            }
        }
        return ABSENT;
    }

    /** Returns a slot for a new key with this hash. Reuses the slot that was freed last, if there is one. */
    int add(int hash) {
        int slot = freeSlots > 0 ? free[--freeSlots] : slotsUsed++;
        if (slot == hashes.length) {
            grow();
        }
        hashes[slot] = hash;
        insert(hash, slot);
        return slot;
    }

    private void insert(int hash, int slot) {
        int mask = table.length - 1;
        int at = hash & mask;
        while (table[at] != 0) {
            at = at + 1 & mask;
        }
        table[at] = (long) hash << 32 | slot + 1;
    }

    void remove(int slot) {
        int mask = table.length - 1;
        int at = hashes[slot] & mask;
        while ((int) table[at] != slot + 1) {
            at = at + 1 & mask;
        }
        // Move entries after the gap into it, unless their home is also after it, so that no chain is broken.
        int gap = at;
        for (int next = gap + 1 & mask; table[next] != 0; next = next + 1 & mask) {
            int home = (int) (table[next] >>> 32) & mask;
            if ((next - home & mask) >= (next - gap & mask)) {
                table[gap] = table[next];
                gap = next;
            }
        }
        table[gap] = 0;
        free[freeSlots++] = slot;
    }

    private void grow() {
        int capacity = hashes.length * 2;
        hashes = Arrays.copyOf(hashes, capacity);
        free = Arrays.copyOf(free, capacity);
        long[] before = table;
        table = new long[capacity * 2];
        for (long place : before) {
            if (place != 0) {
                insert((int) (place >>> 32), (int) place - 1);
            }
        }
    }

    /** The number of keys. */
    int size() {
        return slotsUsed - freeSlots;
    }

    /** Every slot is less than this. */
    int capacity() {
        return hashes.length;
    }
}
