package io.thelook.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderStatus;
import io.thelook.producer.store.Shop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LifecycleTest {

    private static final long NOW = 1_741_051_200_000L;
    private static final long DAY = 86_400_000;

    private final Shop shop = new Shop(42, new Behaviour(Behaviour.Mode.SHOP, 1, 1, 1_000));

    @Test
    void orders_comeToTheirFateThroughTheStatusesBefore() {
        List<Order> orders = orders(2_000);
        Lifecycle lifecycle = new Lifecycle(10_000);
        orders.forEach(order -> lifecycle.follow(order, order.createdAt()));
        Map<UUID, List<OrderStatus>> ways = new HashMap<>();
        long last = 0;

        for (Optional<Lifecycle.Change> next = lifecycle.next(NOW + 12 * DAY);
                next.isPresent();
                next = lifecycle.next(NOW + 12 * DAY)) {
            Lifecycle.Change change = next.get();
            assertThat(change.at()).isGreaterThanOrEqualTo(last);
            last = change.at();
            ways.computeIfAbsent(change.order().id(), id -> new ArrayList<>())
                    .add(change.order().statusAt(change.at()));
        }

        assertThat(lifecycle.size()).isZero();
        for (Order order : orders) {
            List<OrderStatus> way = new ArrayList<>(List.of(order.statusAt(order.createdAt())));
            way.addAll(ways.getOrDefault(order.id(), List.of()));
            assertThat(way)
                    .as("%s", order.id())
                    .isSorted()
                    .isSubsetOf(OrderStatus.PROCESSING, OrderStatus.SHIPPED, OrderStatus.COMPLETE, order.fate())
                    .endsWith(order.fate());
        }
        assertThat(ways.values()).contains(List.of(OrderStatus.SHIPPED, OrderStatus.COMPLETE, OrderStatus.RETURNED));
    }

    @Test
    void full_leavesFurtherOrdersAlone_andCountsThem() {
        Lifecycle lifecycle = new Lifecycle(3);
        List<Order> changing = orders(100).stream()
                .filter(order -> order.fate() != OrderStatus.PROCESSING)
                .toList();

        changing.forEach(order -> lifecycle.follow(order, order.createdAt()));

        assertThat(lifecycle.size()).isEqualTo(3);
        assertThat(lifecycle.leftAlone()).isEqualTo(changing.size() - 3);
    }

    @Test
    void forgetAfter_leavesOlderOrders() {
        Lifecycle lifecycle = new Lifecycle(1_000);
        List<Order> changing = orders(100).stream()
                .filter(order -> order.fate() != OrderStatus.PROCESSING)
                .toList();
        changing.forEach(order -> lifecycle.follow(order, order.createdAt()));

        lifecycle.forgetAfter(NOW + 49);

        assertThat(lifecycle.size())
                .isEqualTo((int) changing.stream()
                        .filter(order -> order.createdAt() <= NOW + 49)
                        .count())
                .isPositive();
    }

    /** The orders of this many visits, one visit a millisecond. */
    private List<Order> orders(int visits) {
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < visits; i++) {
            orders.addAll(shop.visit(NOW + i).orders());
        }
        return orders;
    }
}
