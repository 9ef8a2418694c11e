package io.thelook.service.feed;

import io.thelook.model.RecordCodec;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Finds the entries of a window by order and item, and assigns their ids in {@code thelook.v1}, which is keyed by item
 * id alone.
 *
 * <p>The first order with an item id holds it; a record of another order gets the id {@code order_id/item_id}:
 *
 * <pre>
 *   (A, 1) comes      1           holds the item id
 *   (B, 1) comes      B/1
 *   (A, 1) leaves                 (B, 1) is still B/1
 *   (C, 1) comes      1           nobody held it
 *   (A, 1) comes      A/1
 * </pre>
 *
 * If all item ids differ, as they usually do, a look-up reads one map. Not thread-safe.
 */
final class EntryIndex {

    /** Entries whose id is their item id. */
    private final Map<String, Entry> byItem = new HashMap<>();

    private final Map<Key, Entry> others = new HashMap<>();
    private final Set<String> idsOfOthers = new HashSet<>();

    private record Key(String order, String item) {}

    /** The entry of an order's item; {@code null} if there is none. */
    Entry find(String order, String item) {
        Entry holder = byItem.get(item);
        if (holder != null && holder.order.equals(order)) {
            return holder;
        }
        return others.isEmpty() ? null : others.get(new Key(order, item));
    }

    /** Returns an id that no other entry has, for an item of an order that is not in the window. */
    String newId(String order, String item) {
        String id = item;
        while (isTaken(id)) {
            id = order + "/" + id;
            if (id.length() > RecordCodec.MAX_TEXT) {
                id = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
            }
        }
        return id;
    }

    private boolean isTaken(String id) {
        return byItem.containsKey(id) || !idsOfOthers.isEmpty() && idsOfOthers.contains(id);
    }

    void add(Entry entry) {
        if (entry.isUnderItsItemId()) {
            byItem.put(entry.item, entry);
        } else {
            others.put(new Key(entry.order, entry.item), entry);
            idsOfOthers.add(entry.id);
        }
    }

    void remove(Entry entry) {
        if (entry.isUnderItsItemId()) {
            byItem.remove(entry.item);
        } else {
            others.remove(new Key(entry.order, entry.item));
            idsOfOthers.remove(entry.id);
        }
    }
}
