package io.thelook.producer.publish.format;

import io.thelook.model.Money;
import io.thelook.producer.store.Cohort;
import io.thelook.producer.store.Department;
import io.thelook.producer.store.Gender;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderItem;
import io.thelook.producer.store.OrderStatus;
import io.thelook.producer.store.Place;
import io.thelook.producer.store.Product;
import io.thelook.producer.store.User;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;

/** Orders with ids made up for tests. */
public final class Orders {

    /** 2025-03-04T01:20:00Z, when the orders are placed. */
    public static final long PLACED = 1_741_051_200_000L;

    public static final long SHIPPED = PLACED + 60_000;
    public static final long DELIVERED = PLACED + 120_000;
    public static final long RETURNED = PLACED + 180_000;
    public static final long CANCELLED = PLACED + 30_000;

    private static final Place PARIS =
            new Place("France", "Île-de-France", "Paris", 48.86, 2.35, ZoneId.of("Europe/Paris"));
    private static final User USER = new User(
            new UUID(0x4000, 0x8000_0000_0000_0001L),
            34,
            Gender.F,
            PARIS,
            "Search",
            Cohort.STANDARD,
            PLACED - 86_400_000);
    private static final Product DRESS =
            new Product(7, Department.WOMEN, "Dresses", Money.parse("49.5"), Money.parse("22.018499985337257"));
    private static final Product JEANS =
            new Product(8, Department.WOMEN, "Jeans", Money.parse("24.989999771118164"), Money.parse("12.5"));

    private Orders() {}

    /** An order of two items, the second at 30 % off, that is returned. */
    public static Order returned(int number) {
        return order(number, OrderStatus.RETURNED, SHIPPED, DELIVERED, RETURNED, Order.NEVER);
    }

    /** The same, but cancelled. */
    public static Order cancelled(int number) {
        return order(number, OrderStatus.CANCELLED, Order.NEVER, Order.NEVER, Order.NEVER, CANCELLED);
    }

    private static Order order(
            int number, OrderStatus fate, long shippedAt, long deliveredAt, long returnedAt, long cancelledAt) {
        return new Order(
                new UUID(0x4001, 0x8000_0000_0000_0000L + number),
                USER,
                fate,
                false,
                PLACED,
                shippedAt,
                deliveredAt,
                returnedAt,
                cancelledAt,
                List.of(item(number, 1, DRESS, "49.5"), item(number, 2, JEANS, "17.49")));
    }

    private static OrderItem item(int number, int item, Product product, String price) {
        return new OrderItem(
                new UUID(0x4000_0000L + item << 12, 0x8000_0000_0000_0000L + number), product, Money.parse(price));
    }
}
