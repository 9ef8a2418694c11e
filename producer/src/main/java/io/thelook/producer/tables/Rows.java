package io.thelook.producer.tables;

import io.thelook.producer.store.Catalogue;
import io.thelook.producer.store.Clickstream;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.OrderItem;
import io.thelook.producer.store.Product;
import io.thelook.producer.store.User;
import io.thelook.producer.store.Visit;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Makes the rows of the tables, with values in the order of the columns. Computes what the shop does not store, such as
 * inventory and page views, from the ids, so it is the same every time. Immutable and thread-safe.
 */
public final class Rows {

    private final Catalogue catalogue;
    private final double timeScale;

    /** @param timeScale the factor by which sessions are shorter than in the reference */
    public Rows(Catalogue catalogue, double timeScale) {
        this.catalogue = catalogue;
        this.timeScale = timeScale;
    }

    /**
     * Returns the rows of a table for visits. The tables of products and distribution centres are always complete.
     *
     * @param now the time whose order status the rows show, in milliseconds since the epoch
     */
    public Stream<Object[]> of(Table table, Stream<Visit> visits, long now) {
        return switch (table) {
            case DISTRIBUTION_CENTERS -> DistributionCenter.all().stream().map(Rows::center);
            case PRODUCTS -> catalogue.all().map(Rows::product);
            case USERS -> users(visits).map(Rows::user);
            case ORDERS -> orders(visits).map(order -> order(order, now));
            case INVENTORY_ITEMS -> orders(visits).flatMap(Rows::inventory);
            case ORDER_ITEMS -> orders(visits).flatMap(order -> items(order, now));
            case EVENTS -> orders(visits).flatMap(this::events);
        };
    }

    private static Stream<User> users(Stream<Visit> visits) {
        Set<UUID> seen = new HashSet<>();
        return visits.map(Visit::user).filter(user -> seen.add(user.id()));
    }

    private static Stream<Order> orders(Stream<Visit> visits) {
        return visits.flatMap(visit -> visit.orders().stream());
    }

    private static Object[] center(DistributionCenter center) {
        return new Object[] {center.id(), center.name(), center.latitude(), center.longitude()};
    }

    private static Object[] product(Product product) {
        Label label = Label.of(product);
        return new Object[] {
            product.id(),
            product.cost(),
            product.category(),
            label.name(),
            label.brand(),
            product.retailPrice(),
            product.department().label(),
            label.sku(),
            label.distributionCenter()
        };
    }

    private static Object[] user(User user) {
        Contact contact = Contact.of(user);
        return new Object[] {
            user.id().toString(),
            contact.firstName(),
            contact.lastName(),
            contact.email(),
            user.age(),
            user.gender().name(),
            contact.streetAddress(),
            contact.postalCode(),
            user.place().city(),
            user.place().state(),
            user.place().country(),
            user.place().latitude(),
            user.place().longitude(),
            user.trafficSource(),
            Instant.ofEpochMilli(user.createdAt())
        };
    }

    private static Object[] order(Order order, long now) {
        return new Object[] {
            order.id().toString(),
            order.user().id().toString(),
            order.statusAt(now).label(),
            order.user().gender().name(),
            Instant.ofEpochMilli(order.createdAt()),
            known(order, order.shippedAt(), now),
            known(order, order.deliveredAt(), now),
            known(order, order.returnedAt(), now),
            order.items().size()
        };
    }

    private static Stream<Object[]> items(Order order, long now) {
        String orderId = order.id().toString();
        String userId = order.user().id().toString();
        String status = order.statusAt(now).label();
        Instant createdAt = Instant.ofEpochMilli(order.createdAt());
        Instant shippedAt = known(order, order.shippedAt(), now);
        Instant deliveredAt = known(order, order.deliveredAt(), now);
        Instant returnedAt = known(order, order.returnedAt(), now);
        return order.items().stream().map(item -> new Object[] {
            item.id().toString(),
            orderId,
            userId,
            item.product().id(),
            Stock.of(item, order.createdAt()).get(0).id().toString(),
            status,
            createdAt,
            shippedAt,
            deliveredAt,
            returnedAt,
            item.salePrice()
        });
    }

    /**
     * Returns null for a time that is in the future or {@link Order#NEVER}. Settled orders, as in the reference, show
     * future times from the start.
     */
    private static Instant known(Order order, long time, long now) {
        return time != Order.NEVER && (order.settled() || time <= now) ? Instant.ofEpochMilli(time) : null;
    }

    /** Returns an order's status, its times of shipment, delivery and return, and its id. */
    public static Object[] progress(Order order, long now) {
        return new Object[] {
            order.statusAt(now).label(),
            known(order, order.shippedAt(), now),
            known(order, order.deliveredAt(), now),
            known(order, order.returnedAt(), now),
            order.id().toString()
        };
    }

    private static Stream<Object[]> inventory(Order order) {
        return order.items().stream().flatMap(item -> inventory(item, order.createdAt()));
    }

    private static Stream<Object[]> inventory(OrderItem item, long soldAt) {
        Product product = item.product();
        Label label = Label.of(product);
        return Stock.of(item, soldAt).stream().map(piece -> new Object[] {
            piece.id().toString(),
            product.id(),
            Instant.ofEpochMilli(piece.createdAt()),
            piece.isSold() ? Instant.ofEpochMilli(soldAt) : null,
            product.cost(),
            product.category(),
            label.name(),
            label.brand(),
            product.retailPrice(),
            product.department().label(),
            label.sku(),
            label.distributionCenter()
        });
    }

    private Stream<Object[]> events(Order order) {
        Clickstream clicks = Clickstream.of(order, timeScale);
        User user = order.user();
        String userId = user.id().toString();
        String postalCode = Contact.of(user).postalCode();
        String sessionId = clicks.id().toString();
        return clicks.events().stream().map(event -> new Object[] {
            event.id().toString(),
            userId,
            event.number(),
            sessionId,
            Instant.ofEpochMilli(event.at()),
            clicks.ipAddress(),
            user.place().city(),
            user.place().state(),
            postalCode,
            clicks.browser(),
            clicks.trafficSource(),
            uri(event),
            event.kind().name().toLowerCase(Locale.ROOT)
        });
    }

    private static String uri(Clickstream.Event event) {
        Product product = event.product();
        return switch (event.kind()) {
            case HOME -> "/home";
            case CART -> "/cart";
            case PURCHASE -> "/purchase";
            case PRODUCT -> "/product/" + product.id();
            case DEPARTMENT ->
                "/department/" + inUri(product.department().label()) + "/category/" + inUri(product.category())
                        + "/brand/" + inUri(Label.of(product).brand());
        };
    }

    private static String inUri(String text) {
        return text.toLowerCase(Locale.ROOT).replace(" ", "");
    }
}
