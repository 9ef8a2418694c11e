package io.thelook.dashboard.window;

import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gives each id a slot: a small number that is its own until it is removed, then somebody else's.
 *
 * <p>Open addressing with linear probing. A place of the table holds the id's hash and its slot together, so that looking up
 * an id that is not there touches one cache line, and one that is there touches its text once. The hash is seeded: a feed
 * cannot choose ids that collide. Not thread-safe.
 */
final class IdIndex {

    static final int ABSENT = -1;

    private static final int FIRST_CAPACITY = 1 << 10;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final long seed = ThreadLocalRandom.current().nextLong();

    /** Each place: the hash in the upper half, the slot + 1 in the lower half; 0 where nothing is. */
    private long[] table = new long[FIRST_CAPACITY * 2];

    private String[] ids = new String[FIRST_CAPACITY];
    private int[] hashes = new int[FIRST_CAPACITY];
    private int[] free = new int[FIRST_CAPACITY];
    private int freeSlots;
    private int slotsUsed;

    int hash(String id) {
        long hash = seed;
        for (int i = 0; i < id.length(); i++) {
            hash = (hash ^ id.charAt(i)) * MULTIPLIER;
        }
        return (int) (hash >>> 32);
    }

    /** The slot of the id with this hash, or {@link #ABSENT}. */
    int find(String id, int hash) {
        int mask = table.length - 1;
        for (int at = hash & mask; table[at] != 0; at = at + 1 & mask) {
            if ((int) (table[at] >>> 32) == hash) {
                int slot = (int) table[at] - 1;
                if (ids[slot].equals(id)) {
                    return slot;
                }
            }
        }
        return ABSENT;
    }

    /** Gives an id that has none a slot, that of the id removed last if there is one. */
    int add(String id, int hash) {
        int slot = freeSlots > 0 ? free[--freeSlots] : slotsUsed++;
        if (slot == ids.length) {
            grow();
        }
        ids[slot] = id;
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
        // Whoever stands behind the gap and does not belong there moves up, so that no chain is cut.
        int gap = at;
        for (int next = gap + 1 & mask; table[next] != 0; next = next + 1 & mask) {
            int home = (int) (table[next] >>> 32) & mask;
            if ((next - home & mask) >= (next - gap & mask)) {
                table[gap] = table[next];
                gap = next;
            }
        }
        table[gap] = 0;
        ids[slot] = null;
        free[freeSlots++] = slot;
    }

    private void grow() {
        int capacity = ids.length * 2;
        ids = Arrays.copyOf(ids, capacity);
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

    /** The ids inside. */
    int size() {
        return slotsUsed - freeSlots;
    }

    /** Every slot is less than this. */
    int capacity() {
        return ids.length;
    }
}
