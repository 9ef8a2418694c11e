package io.thelook.producer.store;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The pages that a customer opened before an order, up to the purchase: one session of the reference's {@code events}.
 * It is not stored, but computed from the order, with the order's id as the seed.
 *
 * @param id the session's id, a random (version 4) UUID
 * @param ipAddress an address from a block that is reserved for documentation (RFC 5737)
 * @param browser the browser's name
 * @param trafficSource how the customer came to the shop this time
 * @param events the events in order; the last is the purchase, at the time of the order
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

    /** The type of an event. */
    public enum Kind {
        /** The start page. */
        HOME,
        /** The page of a category and brand. */
        DEPARTMENT,
        /** The page of a product. */
        PRODUCT,
        /** The customer put a product into the cart. */
        CART,
        /** The order. */
        PURCHASE
    }

    /**
     * A page that the customer opened.
     *
     * @param id a random (version 4) UUID
     * @param number the position within the session, from 1
     * @param at the time, in milliseconds since the epoch
     * @param product the product that the page belongs to; {@code null} for the start page, the cart and the purchase
     */
    public record Event(UUID id, int number, Kind kind, long at, Product product) {}

    /**
     * Returns the clickstream of an order.
     *
     * @param timeScale the factor by which the session is shorter than in the reference, where up to three minutes pass
     *     between two pages
     */
    public static Clickstream of(Order order, double timeScale) {
        int items = order.items().size();
        RandomGenerator random = Ids.randomOf(order.id());
        double[] gaps = gaps(random, items);
        double length = sum(gaps);
        // The session must not start before the customer registers.
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

    /**
     * Returns the types of a session's events. For each item, the customer opens a department page and the product
     * page, then puts the product into the cart. Only the session of an order with one item begins at the start page.
     */
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
