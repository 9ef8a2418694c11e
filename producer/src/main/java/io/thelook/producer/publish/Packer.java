package io.thelook.producer.publish;

import io.thelook.producer.outbox.Attempts;
import io.thelook.producer.outbox.Outbox;
import io.thelook.producer.publish.Parcel.Item;
import io.thelook.producer.publish.format.Event;
import io.thelook.producer.publish.format.Format;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Composes the documents of waiting events and packs them into parcels. Drops an event whose documents cannot be
 * composed, and counts it as refused. Not thread-safe.
 */
final class Packer {

    /** Limit on the documents of a parcel, in bytes; a parcel may exceed it by the documents of one event. */
    private static final int MOST_BYTES = 256 * 1024;

    private static final Logger LOG = Logger.getLogger(Packer.class);

    private final Format format;
    private final int mostEvents;
    private final Lanes lanes;
    private final Outbox<Event> outbox;
    private final Attempts attempts;

    /** @param mostEvents limit on events in a parcel */
    Packer(Format format, int mostEvents, Lanes lanes, Outbox<Event> outbox, Attempts attempts) {
        this.format = format;
        this.mostEvents = mostEvents;
        this.lanes = lanes;
        this.outbox = outbox;
        this.attempts = attempts;
    }

    /** A parcel of the next events; empty if none is waiting. */
    Optional<Parcel> next() {
        List<Item> items = new ArrayList<>();
        int bytes = 0;
        while (items.size() < mostEvents && bytes < MOST_BYTES) {
            Optional<Event> event = lanes.next();
            if (event.isEmpty()) {
                break;
            }
            Optional<Item> item = item(event.get());
            item.ifPresent(items::add);
            bytes += item.map(Item::bytes).orElse(0);
        }
        return items.isEmpty() ? Optional.empty() : Optional.of(new Parcel(items));
    }

    private Optional<Item> item(Event event) {
        try {
            return Optional.of(new Item(event, format.documents(event)));
        } catch (RuntimeException e) {
            LOG.debug("an event cannot be composed", e);
            lanes.release(event);
            outbox.refuse(1);
            attempts.refuse("unexpected " + e.getClass().getSimpleName());
            return Optional.empty();
        }
    }
}
