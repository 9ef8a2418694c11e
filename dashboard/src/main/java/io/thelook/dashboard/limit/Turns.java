package io.thelook.dashboard.limit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Waiting items, each of an address. Addresses take turns, and the items of one address keep their order, so that an
 * address with many items delays only itself:
 *
 * <pre>
 *   a1 a2 a3 of A, then b1 of B     are taken as     a1 b1 a2 a3
 * </pre>
 *
 * The caller limits their number. Takes memory only for addresses with items. Not thread-safe.
 *
 * @param <T> the type of the items
 */
public final class Turns<T> {

    private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();
    private int size;

    /** Adds an item as the last one of its address. */
    public void add(String address, T thing) {
        waiting.computeIfAbsent(address, unseen -> new ArrayDeque<>()).add(thing);
        size++;
    }

    /** Takes the next item of the address whose turn it is; {@code null} if none waits. */
    public T take() {
        return take(address -> true);
    }

    /**
     * Takes the next item of the first address in turn that may take one now. That address is then last.
     *
     * @return {@code null} if there is none
     */
    public T take(Predicate<String> mayTake) {
        Iterator<Map.Entry<String, Deque<T>>> turns = waiting.entrySet().iterator();
        while (turns.hasNext()) {
            Map.Entry<String, Deque<T>> turn = turns.next();
            if (mayTake.test(turn.getKey())) {
                String address = turn.getKey();
                Deque<T> own = turn.getValue();
                turns.remove();
                T thing = own.poll();
                size--;
                if (!own.isEmpty()) {
                    waiting.put(address, own);
                }
                return thing;
            }
        }
        return null;
    }

    /** Removes the items of an address that match. */
    public void removeIf(String address, Predicate<T> matches) {
        Deque<T> own = waiting.get(address);
        if (own == null) {
            return;
        }
        size -= own.size();
        own.removeIf(matches);
        size += own.size();
        if (own.isEmpty()) {
            waiting.remove(address);
        }
    }

    /** The addresses with items, in the order of their turns. Changes with the turns. */
    public Iterable<String> addresses() {
        return waiting.keySet();
    }

    /** The number of waiting items. */
    public int size() {
        return size;
    }

    /** The number of waiting items of an address. */
    public int size(String address) {
        Deque<T> own = waiting.get(address);
        return own == null ? 0 : own.size();
    }
}
