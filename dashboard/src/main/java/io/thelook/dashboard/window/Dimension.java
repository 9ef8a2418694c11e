package io.thelook.dashboard.window;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives each name of a property, such as a country, a small number, which stays as long as a record in the window has
 * the name. Not thread-safe.
 */
final class Dimension {

    private static final int FIRST_CAPACITY = 32;
    private static final int PLACES = 1 << 8;

    /**
     * Cache of recently requested strings, compared by identity, and their numbers. Each string has one possible place.
     */
    private final String[] recent = new String[PLACES];

    private final int[] recentNumber = new int[PLACES];
    private final Map<String, Integer> numbers = new HashMap<>();
    private String[] names = new String[FIRST_CAPACITY];
    private int[] uses = new int[FIRST_CAPACITY];
    private int[] free = new int[FIRST_CAPACITY];
    private int freeNumbers;
    private int numbersUsed;

    /** Returns the name's number, and counts one more use of it. */
    int acquire(String name) {
        int place = place(name);
        if (recent[place] != name) {
            recentNumber[place] = look(name);
            recent[place] = name;
        } else {
            uses[recentNumber[place]]++;
        }
        return recentNumber[place];
    }

    private static int place(String name) {
        int hash = name.hashCode();
        return (hash ^ hash >>> 8) & PLACES - 1;
    }

    private int look(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            uses[known]++;
            return known;
        }
        int number = freeNumbers > 0 ? free[--freeNumbers] : numbersUsed++;
        if (number == names.length) {
            names = Arrays.copyOf(names, number * 2);
            uses = Arrays.copyOf(uses, number * 2);
            free = Arrays.copyOf(free, number * 2);
        }
        names[number] = name;
        uses[number] = 1;
        numbers.put(name, number);
        return number;
    }

    /** Counts one use less. After the last use, the number may go to another name. */
    void release(int number) {
        if (--uses[number] == 0) {
            numbers.remove(names[number]);
            recent[place(names[number])] = null;
            names[number] = null;
            free[freeNumbers++] = number;
        }
    }

    /** The number of records that have the name. */
    int uses(String name) {
        Integer number = numbers.get(name);
        return number == null ? 0 : uses[number];
    }

    /** Whether no record has a name. */
    boolean isEmpty() {
        return freeNumbers == numbersUsed;
    }

    String name(int number) {
        return names[number];
    }
}
