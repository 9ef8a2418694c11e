package io.thelook.producer.publish;

import io.thelook.producer.outbox.Outbox;
import io.thelook.producer.publish.format.Event;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Takes events from the outbox so that events of one order are sent one after the other, in sequence, while events of
 * different orders do not wait for each other. Not thread-safe.
 */
final class Lanes {

    private final Outbox<Event> outbox;
    private final int mostHeld;

    /** For each order with an event in flight, the events behind it. */
    private final Map<UUID, Deque<Event>> lanes = new HashMap<>();

    /** Events whose predecessor has arrived. */
    private final Deque<Event> ready = new ArrayDeque<>();

    private int held;

    /** @param mostHeld limit on events that wait for their predecessor; at the limit, no new ones are taken */
    Lanes(Outbox<Event> outbox, int mostHeld) {
        this.outbox = outbox;
        this.mostHeld = mostHeld;
    }

    /** Returns the next event to send, which is then in flight until it is {@linkplain #release released}. */
    Optional<Event> next() {
        if (!ready.isEmpty()) {
            return Optional.of(ready.remove());
        }
        while (held < mostHeld) {
            Optional<Event> taken = outbox.take();
            if (taken.isEmpty()) {
                return taken;
            }
            Deque<Event> lane = lanes.get(taken.get().orderId());
            if (lane == null) {
                lanes.put(taken.get().orderId(), new ArrayDeque<>(2));
                return taken;
            }
            lane.add(taken.get());
            held++;
        }
        return Optional.empty();
    }

    /** Ends the flight of an event: the next one of its order may be sent. */
    void release(Event event) {
        Event next = lanes.get(event.orderId()).poll();
        if (next == null) {
            lanes.remove(event.orderId());
        } else {
            held--;
            ready.add(next);
        }
    }
}
