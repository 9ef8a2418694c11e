package io.thelook.producer.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.producer.outbox.Attempts.Pauses;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.Visit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** A publisher, and orders of a shop to publish with it. The tests of a receiver extend it. */
abstract class PublishFixture {

    private final Shop shop = new Shop(42, new Behaviour(Behaviour.Mode.SHOP, 1, 1, 300));
    private final long start;
    private final long end;
    private final Duration soon;

    /** {@code null} before it is started. */
    Publisher publisher;

    /**
     * @param start the time of the first order, in milliseconds since the epoch
     * @param end the time up to which orders change
     * @param soon limit on the time that publishing takes
     */
    PublishFixture(long start, long end, Duration soon) {
        this.start = start;
        this.end = end;
        this.soon = soon;
    }

    final void start(Channel channel, Plan plan, int most, Pauses pauses) {
        publisher = new Publisher(
                channel,
                plan.format().format(),
                plan.target().shown(),
                most,
                pauses,
                InstantSource.system(),
                System::nanoTime);
        publisher.start();
    }

    final List<Order> orders(int count) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> shop.visit(start + i))
                .map(Visit::orders)
                .flatMap(List::stream)
                .limit(count)
                .toList();
    }

    /** The times when an order is placed and when it changes. */
    final LongStream times(Order order) {
        return LongStream.iterate(
                order.createdAt(), at -> at <= end, at -> order.nextChange(at).orElse(Order.NEVER));
    }

    /** Publishes an order and all its changes. */
    final void publish(Order order) {
        publisher.placed(order, order.createdAt());
        times(order).skip(1).forEach(at -> publisher.changed(order, at));
    }

    final void awaitNothingWaits() {
        await().atMost(soon).untilAsserted(() -> assertThat(publisher.outbox().waiting())
                .as(() -> publisher.attempts().status().toString())
                .isZero());
    }
}
