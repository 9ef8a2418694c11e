package io.thelook.producer.publish;

import io.thelook.producer.publish.format.Event;
import java.util.List;

/** Events that are sent together, each of another order, with their documents. Used by the publisher's thread only. */
final class Parcel {

    private final List<Item> items;

    /** The number of attempts that failed. */
    int failures;

    /** The number of attempts that failed although the receiver accepted other parcels since the previous attempt. */
    int strikes;

    /** The number of parcels that the receiver had accepted when the last attempt failed. */
    long takenBefore;

    /** When the current or last attempt began, on the publisher's clock. */
    long sentAt;

    /** When the next attempt is due, on the publisher's clock. */
    long dueAt;

    /** An event and its documents. */
    record Item(Event event, List<byte[]> documents) {

        int bytes() {
            return documents.stream().mapToInt(each -> each.length).sum();
        }
    }

    Parcel(List<Item> items) {
        this.items = List.copyOf(items);
    }

    List<Item> items() {
        return items;
    }

    int size() {
        return items.size();
    }

    /** The first half, or the second. */
    Parcel half(boolean isFirst) {
        int middle = items.size() / 2;
        return new Parcel(isFirst ? items.subList(0, middle) : items.subList(middle, items.size()));
    }
}
