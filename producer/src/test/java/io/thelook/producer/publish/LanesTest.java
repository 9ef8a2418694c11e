package io.thelook.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.producer.outbox.Outbox;
import io.thelook.producer.publish.format.Event;
import io.thelook.producer.publish.format.Orders;
import io.thelook.producer.publish.format.Topic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LanesTest {

    private final Outbox<Event> outbox = new Outbox<>(10_000);

    @Test
    void eventsOfOneOrder_followEachOther_andOthersPass() {
        Event first = offer(1, 1);
        Event second = offer(1, 2);
        Event other = offer(2, 1);
        Lanes lanes = new Lanes(outbox, 10);

        assertThat(lanes.next()).contains(first);
        assertThat(lanes.next()).contains(other);
        assertThat(lanes.next()).isEmpty();

        lanes.release(first);
        assertThat(lanes.next()).contains(second);
        lanes.release(second);
        assertThat(lanes.next()).isEmpty();
    }

    @Test
    void heldEvents_areLimited() {
        offer(1, 1);
        offer(1, 2);
        Event third = offer(1, 3);
        Event other = offer(2, 1);
        Lanes lanes = new Lanes(outbox, 1);

        Event first = lanes.next().orElseThrow();
        assertThat(lanes.next()).as("what is behind the limit").isEmpty();

        lanes.release(first);
        Event second = lanes.next().orElseThrow();
        assertThat(lanes.next()).isEmpty();
        lanes.release(second);
        assertThat(lanes.next()).contains(third);
        assertThat(lanes.next()).contains(other);
    }

    @Test
    void randomOperations_keepTheSequenceOfEachOrder() {
        Random random = new Random(11);
        Lanes lanes = new Lanes(outbox, 50);
        List<Event> underWay = new ArrayList<>();
        Map<UUID, Long> last = new HashMap<>();
        int offered = 0;
        int returned = 0;
        while (returned < 5_000) {
            if (offered < 5_000 && random.nextInt(3) == 0) {
                offer(random.nextInt(20), ++offered);
            }
            if (random.nextBoolean()) {
                Optional<Event> next = lanes.next();
                next.ifPresent(underWay::add);
                if (next.isPresent()) {
                    returned++;
                    assertThat(next.get().at())
                            .isGreaterThan(last.getOrDefault(next.get().orderId(), 0L));
                    last.put(next.get().orderId(), next.get().at());
                    assertThat(underWay.stream().map(Event::orderId)).doesNotHaveDuplicates();
                }
            }
            if (!underWay.isEmpty() && random.nextBoolean()) {
                lanes.release(underWay.remove(random.nextInt(underWay.size())));
            }
        }
    }

    private Event offer(int order, long at) {
        Event event = new Event(Orders.returned(order), Topic.CHANGED, at);
        outbox.offer(event);
        return event;
    }
}
