package io.thelook.service.thread;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Things that wait, each for an address. Addresses take turns, and the things of one address keep their order, so that
 * an address with many of them delays only itself:
 *
 * <pre>
 *   a1 a2 a3 of A, then b1 of B     are taken as     a1 b1 a2 a3
 * </pre>
 *
 * The caller limits their number. Takes memory for addresses that have something only. Not thread-safe.
 *
 * @param <T> what waits
 */
public final class Turns<T> {

    private final Map<String, Deque<T>> waiting = new LinkedHashMap<>();
    private int size;

    /** Adds something as the last of its address. */
    public void add(String address, T thing) {
        waiting.computeIfAbsent(address, unseen -> new ArrayDeque<>()).add(thing);
        size++;
    }

    /** Takes the next thing of the address whose turn it is; {@code null} if none waits. */
    public T take() {
        return take(address -> true);
    }

    /**
     * Takes the next thing of the first address whose turn it is and that may take one now. It is then last in turn.
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

    /** Removes the things of an address that match. */
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

    /** The addresses that have something, the one whose turn it is first. Changes with the turns. */
    public Iterable<String> addresses() {
        return waiting.keySet();
    }

    /** The number of things that wait. */
    public int size() {
        return size;
    }

    /** The number of things that wait for an address. */
    public int size(String address) {
        Deque<T> own = waiting.get(address);
        return own == null ? 0 : own.size();
    }
}
