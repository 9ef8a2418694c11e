package io.thelook.producer.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The pages that a customer opened on the way to an order, up to the purchase: one session of the reference's {@code events}.
 * It is not stored. It follows from the order, whose id is the seed.
 *
 * @param id of the session, a random (version 4) UUID
 * @param ipAddress of an address block that is kept for documentation (RFC 5737)
 * @param browser by name
 * @param trafficSource how the customer came this time
 * @param events in their order; the last is the purchase, at the moment of the order
 */
public record Clickstream(UUID id, String ipAddress, String browser, String trafficSource, List<Event> events) {

    private static final Choice<String> BROWSER = Choice.of("IE", .05)
            .or("Chrome", .50)
            .or("Safari", .20)
            .or("Firefox", .20)
            .or("Other", .05)
            .build();
    private static final Choice<String> TRAFFIC_SOURCE = Choice.of("Email", .45)
            .or("Adwords", .30)
            .or("Organic", .05)
            .or("YouTube", .10)
            .or("Facebook", .10)
            .build();
    private static final List<String> ADDRESS_BLOCKS = List.of("192.0.2.", "198.51.100.", "203.0.113.");
    private static final double LONGEST_GAP = 180_000;

    /** What was done. */
    public enum Kind {
        /** The start page. */
        HOME,
        /** The page of a category and brand. */
        DEPARTMENT,
        /** The page of a product. */
        PRODUCT,
        /** Something was put into the cart. */
        CART,
        /** The order. */
        PURCHASE
    }

    /**
     * A page that was looked at.
     *
     * @param id a random (version 4) UUID
     * @param number from 1, within the session
     * @param at the moment, in milliseconds since the epoch
     * @param product what it is about; {@code null} for the start page, the cart and the purchase
     */
    public record Event(UUID id, int number, Kind kind, long at, Product product) {}

    /**
     * Returns the clickstream of an order.
     *
     * @param timeScale by how much it is shorter than in the reference, where up to three minutes pass between two pages
     */
    public static Clickstream of(Order order, double timeScale) {
        int items = order.items().size();
        RandomGenerator random = Ids.randomOf(order.id());
        double[] gaps = gaps(random, items);
        double length = sum(gaps);
        // Nobody looks at pages before registering.
        double scale = Math.min(
                1 / timeScale,
                length == 0 ? 0 : (order.createdAt() - order.user().createdAt()) / length);

        List<Event> events = new ArrayList<>();
        double before = length;
        UUID id = Ids.draw(random);
        String address = ADDRESS_BLOCKS.get(random.nextInt(ADDRESS_BLOCKS.size())) + random.nextInt(1, 255);
        String browser = BROWSER.draw(random);
        String source = TRAFFIC_SOURCE.draw(random);
        List<Kind> kinds = kinds(items);
        for (int i = 0; i < kinds.size(); i++) {
            Kind kind = kinds.get(i);
            Product product = kind == Kind.DEPARTMENT || kind == Kind.PRODUCT ? product(order, i, items) : null;
            before = i == 0 ? length : before - gaps[i - 1];
            long at = i == gaps.length ? order.createdAt() : order.createdAt() - (long) (before * scale);
            events.add(new Event(Ids.draw(random), i + 1, kind, at, product));
        }
        return new Clickstream(id, address, browser, source, events);
    }

    /** An order of one item begins at the start page; of several, each is looked at and put into the cart. */
    private static List<Kind> kinds(int items) {
        List<Kind> kinds = new ArrayList<>();
        if (items == 1) {
            kinds.add(Kind.HOME);
        }
        for (int i = 0; i < items; i++) {
            kinds.addAll(List.of(Kind.DEPARTMENT, Kind.PRODUCT, Kind.CART));
        }
        kinds.add(Kind.PURCHASE);
        return kinds;
    }

    private static Product product(Order order, int event, int items) {
        return order.items().get((event - (items == 1 ? 1 : 0)) / 3).product();
    }

    /** Returns the time from the first page to the order, in milliseconds. */
    static long length(UUID orderId, int items, double timeScale) {
        return (long) Math.ceil(sum(gaps(Ids.randomOf(orderId), items)) / timeScale);
    }

    private static double[] gaps(RandomGenerator random, int items) {
        double[] gaps = new double[items == 1 ? 4 : 3 * items];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = random.nextDouble() * LONGEST_GAP;
        }
        return gaps;
    }

    private static double sum(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum;
    }
}
