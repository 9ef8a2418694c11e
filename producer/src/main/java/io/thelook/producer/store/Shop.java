package io.thelook.producer.store;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The simulated shop. It generates visits and their orders, with the distributions of the reference generator of the
 * theLook data.
 *
 * <p>In mode {@link Behaviour.Mode#STEADY}, every visitor registers at the visit. In mode {@link Behaviour.Mode#SHOP},
 * four of five visitors are returning customers, who order as their cohort does. Visits come mostly from places where
 * it is day, and the status of an order changes with time.
 *
 * <p>Two shops with the same seed and behaviour give the same visits if their methods are called in the same order with
 * the same arguments. Not thread-safe.
 */
public final class Shop {

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
    private static final Duration LONGEST_TO_SHIP = Duration.ofDays(3);
    private static final Duration LONGEST_TO_DELIVER = Duration.ofDays(5);
    private static final Duration LONGEST_TO_RETURN = Duration.ofDays(3);
    private static final Duration LONGEST_TO_CANCEL = Duration.ofHours(6);

    /** Share of the visits in mode SHOP that new customers make. */
    private static final double NEW_CUSTOMERS = .2;

    /**
     * Share of the visits, with or without orders, that power buyers make. They are 5 % of the customers. Source:
     * Looker's own demo, 15 to 20 % of the visits with orders.
     */
    private static final double POWER_BUYERS = .175;

    /**
     * Share of the visits without orders that browsers make. They are 1 % of the customers, and make hardly any of the
     * visits with orders.
     */
    private static final double BROWSERS_LOOKING = .3;

    private static final double BROWSERS_BUYING = .01;

    /** Limit on the time from registration to first visit, for returning customers that the shop does not know yet. */
    private static final Duration OPEN_SINCE = Duration.ofDays(730);

    private static final int FRAUD_LEAST_ITEMS = 6;
    private static final int FRAUD_MOST_ITEMS = 12;

    /** For each item, a fraudster takes the most expensive of this number of drawn products. */
    private static final int FRAUD_TRIES = 40;

    /** Items per visit in the long run: 1.25 orders of 1.45 items. */
    public static final double MEAN_ITEMS_PER_VISIT = 1.25 * 1.45;

    private final Behaviour behaviour;
    private final Catalogue catalogue;
    private final Rhythm rhythm;
    private final Places places;
    private final Seats customers;
    private final RandomGenerator random;

    /** Opens a shop that behaves as the reference. Its state depends only on the seed and the calls. */
    public Shop(long seed) {
        this(seed, Behaviour.steady());
    }

    /** Opens a shop. Its state depends only on the seed, the behaviour and the calls. */
    public Shop(long seed, Behaviour behaviour) {
        this.behaviour = behaviour;
        SplittableRandom root = new SplittableRandom(seed);
        catalogue = Catalogue.generate(root.split());
        places = Places.load();
        customers = new Customers(places, behaviour.customers());
        random = root.split();
        rhythm = new Rhythm(places, root.nextLong());
    }

    private Shop(Shop now, long seed, RandomGenerator random) {
        behaviour = now.behaviour;
        catalogue = now.catalogue;
        places = now.places;
        rhythm = now.rhythm.copy();
        customers = new Residents(places, behaviour.customers(), seed);
        this.random = random;
    }

    /**
     * Opens this shop in the past: the same products, places, behaviour and rhythm, but other visits, and customers who
     * are the same whatever has happened. Takes little time and memory. Thread-safe, and has no effect on this shop;
     * the returned shop is not thread-safe.
     *
     * @param seed of the customers
     * @param random of the visits
     */
    public Shop past(long seed, RandomGenerator random) {
        return new Shop(this, seed, random);
    }

    /** The products that the shop sells. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /**
     * Moves the shop to a time of the simulated clock, in milliseconds since the epoch. In mode SHOP, the time
     * determines where visitors come from and the factor that this method returns.
     *
     * @return the factor for the mean rate of visits; always one in mode STEADY
     */
    public double moveTo(long simulatedTime) {
        if (behaviour.mode() == Behaviour.Mode.SHOP) {
            rhythm.moveTo(simulatedTime);
        }
        return rhythm.level();
    }

    /**
     * Draws the next visit.
     *
     * @param now the time of the visit, in milliseconds since the epoch
     */
    public Visit visit(long now) {
        return visit(now, Offer.NONE, 0);
    }

    /**
     * Draws the next visit while there is an offer, or payments are declined.
     *
     * @param now the time of the visit, in milliseconds since the epoch
     * @param declined the share of the orders that are cancelled because their payment is declined, 0 to 1
     */
    public Visit visit(long now, Offer offer, double declined) {
        int wanted = ORDERS_PER_USER.draw(random);
        int place = rhythm.draw(random);
        Basket[] baskets = new Basket[wanted];
        for (int i = 0; i < wanted; i++) {
            baskets[i] = new Basket(Ids.draw(random), ITEMS_PER_ORDER.draw(random));
        }
        User user = behaviour.mode() == Behaviour.Mode.STEADY
                ? register(place, Cohort.STANDARD, before(now, baskets))
                : customer(place, wanted > 0, now, baskets);
        return new Visit(user, now, orders(user, now, baskets, offer, declined, 1));
    }

    /**
     * Draws the visit of a fraudster: a new customer with one order of many expensive items.
     *
     * @param now the time of the visit, in milliseconds since the epoch
     */
    public Visit fraudulentVisit(long now) {
        Basket[] baskets = {new Basket(Ids.draw(random), random.nextInt(FRAUD_LEAST_ITEMS, FRAUD_MOST_ITEMS + 1))};
        User user = register(rhythm.draw(random), Cohort.STANDARD, now);
        return new Visit(user, now, orders(user, now, baskets, Offer.NONE, 0, FRAUD_TRIES));
    }

    /** An order whose user is not known yet. */
    private record Basket(UUID orderId, int items) {}

    /** Returns the start of the longest session of these orders. A new customer registers then. */
    private long before(long now, Basket[] baskets) {
        long longest = 0;
        for (Basket basket : baskets) {
            longest = Math.max(longest, Clickstream.length(basket.orderId(), basket.items(), behaviour.timeScale()));
        }
        return now - longest;
    }

    /** Draws a customer. A new one takes any seat in the place, so that customers of all cohorts stay equally long. */
    private User customer(int place, boolean buys, long now, Basket[] baskets) {
        boolean isNew = random.nextDouble() < NEW_CUSTOMERS;
        int seat = isNew ? customers.seat(place, random) : customers.seat(place, cohort(buys), random);
        User known = customers.at(seat);
        if (!isNew && known != null && known.createdAt() <= now) {
            return known;
        }
        long since = before(now, baskets) - (isNew ? 0 : random.nextLong(OPEN_SINCE.toMillis()));
        User user = register(place, customers.cohort(place, seat), since);
        customers.take(seat, user);
        return user;
    }

    /** Draws the cohort of a returning customer. */
    private Cohort cohort(boolean buys) {
        double drawn = random.nextDouble();
        double browsers = ofReturning(Cohort.BROWSER, buys ? BROWSERS_BUYING : BROWSERS_LOOKING);
        if (drawn < browsers) {
            return Cohort.BROWSER;
        }
        double power = ofReturning(Cohort.POWER, POWER_BUYERS);
        return drawn < browsers + power ? Cohort.POWER : Cohort.STANDARD;
    }

    /** Converts a cohort's share of all visits to its share of the visits by returning customers. */
    private static double ofReturning(Cohort cohort, double ofAll) {
        return (ofAll - NEW_CUSTOMERS * cohort.share()) / (1 - NEW_CUSTOMERS);
    }

    private User register(int place, Cohort cohort, long since) {
        return User.draw(random, places.all().get(place), cohort, since);
    }

    private List<Order> orders(User user, long now, Basket[] baskets, Offer offer, double declined, int tries) {
        Order[] orders = new Order[baskets.length];
        for (int i = 0; i < orders.length; i++) {
            OrderItem[] items = new OrderItem[baskets[i].items()];
            for (int j = 0; j < items.length; j++) {
                items[j] = item(user.gender().department(), offer, tries);
            }
            orders[i] = order(baskets[i].orderId(), user, now, List.of(items), fate(declined));
        }
        return List.of(orders);
    }

    private OrderItem item(Department department, Offer offer, int tries) {
        List<Product> onOffer = offer == Offer.NONE ? List.of() : catalogue.products(department, offer.category());
        if (!onOffer.isEmpty() && random.nextDouble() < offer.share()) {
            Product product = draw(onOffer);
            return new OrderItem(Ids.draw(random), product, offer.price(product));
        }
        List<Product> products = catalogue.products(department);
        Product product = draw(products);
        for (int i = 1; i < tries; i++) {
            Product other = draw(products);
            product = other.retailPrice().compareTo(product.retailPrice()) > 0 ? other : product;
        }
        return new OrderItem(Ids.draw(random), product, product.retailPrice());
    }

    private Product draw(List<Product> products) {
        return products.get(random.nextInt(products.size()));
    }

    private OrderStatus fate(double declined) {
        return declined > 0 && random.nextDouble() < declined ? OrderStatus.CANCELLED : STATUS.draw(random);
    }

    private Order order(UUID id, User user, long now, List<OrderItem> items, OrderStatus fate) {
        long shipped = fate.wasShipped() ? later(now, LONGEST_TO_SHIP) : Order.NEVER;
        long delivered = fate.wasDelivered() ? later(shipped, LONGEST_TO_DELIVER) : Order.NEVER;
        long returned = fate == OrderStatus.RETURNED ? later(delivered, LONGEST_TO_RETURN) : Order.NEVER;
        long cancelled = fate == OrderStatus.CANCELLED ? later(now, LONGEST_TO_CANCEL) : Order.NEVER;
        boolean settled = behaviour.mode() == Behaviour.Mode.STEADY;
        return new Order(id, user, fate, settled, now, shipped, delivered, returned, cancelled, items);
    }

    /**
     * Draws a time after the given one: by 0 to {@code longest} in whole minutes of the simulated clock, also shortened
     * by the lifecycle scale.
     */
    private long later(long time, Duration longest) {
        long minutes = random.nextLong(longest.toMinutes() + 1);
        return time
                + (long) (Duration.ofMinutes(minutes).toMillis() / behaviour.timeScale() / behaviour.lifecycleScale());
    }
}
