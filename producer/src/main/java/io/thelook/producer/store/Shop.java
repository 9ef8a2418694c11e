package io.thelook.producer.store;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * The simulated shop. Each visit creates a user, that user's orders and their items, with the distributions of the
 * reference generator of the theLook data.
 *
 * <p>Two shops made from the same seed and asked at the same times give the same visits. Not thread-safe.
 */
public final class Shop {

    private static final Choice<String> TRAFFIC_SOURCE = Choice.of("Organic", .15)
            .or("Facebook", .06)
            .or("Search", .70)
            .or("Email", .05)
            .or("Display", .04)
            .build();
    private static final Choice<Integer> ORDERS_PER_USER =
            Choice.of(0, .20).or(1, .50).or(2, .20).or(3, .05).or(4, .05).build();
    private static final Choice<Integer> ITEMS_PER_ORDER =
            Choice.of(1, .70).or(2, .20).or(3, .05).or(4, .05).build();
    private static final Choice<OrderStatus> STATUS = Choice.of(OrderStatus.COMPLETE, .25)
            .or(OrderStatus.CANCELLED, .15)
            .or(OrderStatus.RETURNED, .10)
            .or(OrderStatus.PROCESSING, .20)
            .or(OrderStatus.SHIPPED, .30)
            .build();
    private static final List<String> EMAIL_DOMAINS = List.of("example.com", "example.net", "example.org");
    private static final int MIN_AGE = 12;
    private static final int MAX_AGE = 70;
    private static final int MAX_DAYS_TO_SHIP = 3;
    private static final int MAX_DAYS_TO_DELIVER = 5;
    private static final int MAX_DAYS_TO_RETURN = 3;

    /** Items per visit in the long run: 1.25 orders of 1.45 items. */
    public static final double MEAN_ITEMS_PER_VISIT = 1.25 * 1.45;

    private final Catalogue catalogue;
    private final Places places;
    private final Names names;
    private final RandomGenerator random;

    /** Opens a shop; everything in it follows from the seed. */
    public Shop(long seed) {
        SplittableRandom root = new SplittableRandom(seed);
        SplittableRandom forCatalogue = root.split();
        long forNames = root.nextLong();
        // Both take a good part of the time in which the service starts.
        CompletableFuture<Names> drawn = CompletableFuture.supplyAsync(() -> new Names(forNames));
        catalogue = Catalogue.generate(forCatalogue);
        places = Places.load();
        random = root.split();
        names = drawn.join();
    }

    /**
     * The next user and what that user orders.
     *
     * @param now the moment of the visit, in milliseconds since the epoch
     */
    public Visit visit(long now) {
        User user = user(now);
        List<Order> orders = IntStream.range(0, ORDERS_PER_USER.draw(random))
                .mapToObj(i -> order(user, now))
                .toList();
        return new Visit(user, orders);
    }

    private User user(long now) {
        Gender gender = random.nextBoolean() ? Gender.M : Gender.F;
        String first = names.first(gender, random);
        String last = names.last(random);
        return new User(
                uuid(),
                first,
                last,
                email(first, last),
                random.nextInt(MIN_AGE, MAX_AGE + 1),
                gender,
                random.nextInt(1, 10_000) + " " + names.street(random),
                Integer.toString(random.nextInt(10_000, 100_000)),
                places.draw(random),
                TRAFFIC_SOURCE.draw(random),
                now);
    }

    private String email(String first, String last) {
        String local = (first + last).toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "");
        return local + "@" + EMAIL_DOMAINS.get(random.nextInt(EMAIL_DOMAINS.size()));
    }

    private Order order(User user, long now) {
        OrderStatus status = STATUS.draw(random);
        Long shipped = status.wasShipped() ? later(now, MAX_DAYS_TO_SHIP) : null;
        Long delivered = status.wasDelivered() ? later(shipped, MAX_DAYS_TO_DELIVER) : null;
        Long returned = status == OrderStatus.RETURNED ? later(delivered, MAX_DAYS_TO_RETURN) : null;
        List<Product> products = catalogue.products(user.gender().department());
        List<OrderItem> items = IntStream.range(0, ITEMS_PER_ORDER.draw(random))
                .mapToObj(i -> item(products.get(random.nextInt(products.size()))))
                .toList();
        return new Order(uuid(), user, status, now, shipped, delivered, returned, items);
    }

    private OrderItem item(Product product) {
        return new OrderItem(uuid(), product, product.retailPrice());
    }

    /** Some whole minutes after the given time, up to so many days. */
    private long later(long time, int maxDays) {
        long minutes = random.nextLong(Duration.ofDays(maxDays).toMinutes() + 1);
        return time + Duration.ofMinutes(minutes).toMillis();
    }

    /** A UUID of version 4, variant 2 (RFC 9562), from the shop's own randomness. */
    private String uuid() {
        long most = random.nextLong() & ~0xF000L | 0x4000L;
        long least = random.nextLong() >>> 2 | 0x8000_0000_0000_0000L;
        return new UUID(most, least).toString();
    }
}
