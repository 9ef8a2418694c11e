package io.thelook.producer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.thelook.model.Money;
import io.thelook.model.Record;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The shop against the distributions of the reference, over 40,000 visits of a fixed seed. */
class ShopTest {

    private static final long NOW = 1_741_051_200_000L;
    private static final int VISITS = 40_000;

    /** The 99.9 % quantiles of the chi-square distribution, by degrees of freedom. */
    private static final double[] CHI_SQUARE_999 = {
        0, 10.83, 13.82, 16.27, 18.47, 20.52, 22.46, 24.32, 26.12, 27.88, 29.59, 31.26, 32.91, 34.53
    };

    private static List<Visit> visits;
    private static List<Order> orders;
    private static List<User> users;

    @BeforeAll
    static void openShop() {
        Shop shop = new Shop(42);
        visits = IntStream.range(0, VISITS).mapToObj(i -> shop.visit(NOW + i)).toList();
        users = visits.stream().map(Visit::user).toList();
        orders = visits.stream().flatMap(visit -> visit.orders().stream()).toList();
    }

    @Test
    void gender_isEven() {
        assertShares(users, User::gender, Map.of(Gender.M, .5, Gender.F, .5));
    }

    @Test
    void trafficSource_hasTheReferencesShares() {
        assertShares(
                users,
                User::trafficSource,
                Map.of("Organic", .15, "Facebook", .06, "Search", .70, "Email", .05, "Display", .04));
    }

    @Test
    void ordersPerUser_haveTheReferencesShares() {
        assertShares(visits, visit -> visit.orders().size(), Map.of(0, .20, 1, .50, 2, .20, 3, .05, 4, .05));
    }

    @Test
    void itemsPerOrder_haveTheReferencesShares() {
        assertShares(orders, order -> order.items().size(), Map.of(1, .70, 2, .20, 3, .05, 4, .05));
    }

    @Test
    void status_hasTheReferencesShares() {
        assertShares(
                orders,
                order -> order.fate().label(),
                Map.of("Complete", .25, "Cancelled", .15, "Returned", .10, "Processing", .20, "Shipped", .30));
    }

    @Test
    void country_followsPopulation() {
        // Austria and Colombia, with 16 in 100,000 between them, are too rare for their own share.
        assertShares(
                users,
                user -> Set.of("Austria", "Colombia").contains(user.place().country())
                        ? "rare"
                        : user.place().country(),
                Map.ofEntries(
                        Map.entry("China", .33915),
                        Map.entry("United States", .22534),
                        Map.entry("Brasil", .14563),
                        Map.entry("South Korea", .05340),
                        Map.entry("France", .04714),
                        Map.entry("United Kingdom", .04610),
                        Map.entry("Germany", .04172),
                        Map.entry("Spain", .04020),
                        Map.entry("Japan", .02447),
                        Map.entry("Australia", .02184),
                        Map.entry("Belgium", .01248),
                        Map.entry("Poland", .00237),
                        Map.entry("rare", .00016)));
    }

    @Test
    void age_isUniformFrom12To70() {
        assertThat(users).extracting(User::age).allMatch(age -> age >= 12 && age <= 70);
        assertThat(users).extracting(User::age).contains(12, 70);
        assertThat(users.stream().mapToInt(User::age).average().orElseThrow()).isCloseTo(41, within(.5));
    }

    @Test
    void times_followTheStatus() {
        assertThat(orders).allSatisfy(order -> {
            assertThat(order.statusAt(order.createdAt())).isEqualTo(order.fate());
            assertThat(order.shippedAt() != Order.NEVER).isEqualTo(order.fate().wasShipped());
            assertThat(order.deliveredAt() != Order.NEVER)
                    .isEqualTo(order.fate().wasDelivered());
            assertThat(order.returnedAt() != Order.NEVER).isEqualTo(order.fate() == OrderStatus.RETURNED);
            if (order.shippedAt() != Order.NEVER) {
                assertThat(order.shippedAt() - order.createdAt()).isBetween(0L, 3 * 86_400_000L);
            }
            if (order.deliveredAt() != Order.NEVER) {
                assertThat(order.deliveredAt() - order.shippedAt()).isBetween(0L, 5 * 86_400_000L);
            }
            if (order.returnedAt() != Order.NEVER) {
                assertThat(order.returnedAt() - order.deliveredAt()).isBetween(0L, 3 * 86_400_000L);
            }
        });
    }

    @Test
    void order_belongsToItsUserAndItsProductsToTheUsersDepartment() {
        assertThat(visits).allSatisfy(visit -> assertThat(visit.orders()).allSatisfy(order -> {
            assertThat(order.user()).isSameAs(visit.user());
            assertThat(order.createdAt())
                    .isEqualTo(visit.at())
                    .isGreaterThanOrEqualTo(visit.user().createdAt());
            assertThat(order.items()).allSatisfy(item -> {
                assertThat(item.product().department())
                        .isEqualTo(order.user().gender().department());
                assertThat(item.salePrice()).isEqualTo(item.product().retailPrice());
            });
        }));
    }

    @Test
    void ids_areDistinctRandomUuids() {
        Set<UUID> seen = new HashSet<>();
        List<UUID> ids = new ArrayList<>();
        users.forEach(user -> ids.add(user.id()));
        orders.forEach(order -> ids.add(order.id()));
        orders.forEach(order -> order.items().forEach(item -> ids.add(item.id())));

        assertThat(ids).allSatisfy(id -> {
            assertThat(seen.add(id)).isTrue();
            assertThat(id.version()).isEqualTo(4);
            assertThat(id.variant()).isEqualTo(2);
        });
    }

    @Test
    void places_lieOnEarth() {
        assertThat(users).allSatisfy(user -> {
            assertThat(user.place().latitude()).isBetween(-90.0, 90.0);
            assertThat(user.place().longitude()).isBetween(-180.0, 180.0);
        });
    }

    @Test
    void records_joinItemOrderUserAndProduct() {
        Order order = orders.get(0);
        List<Record> records = order.records(order.createdAt()).toList();

        assertThat(records).hasSameSizeAs(order.items());
        Record record = records.get(0);
        assertThat(record.userId()).isEqualTo(order.user().id().toString());
        assertThat(record.country()).isEqualTo(order.user().place().country());
        assertThat(record.orderId()).isEqualTo(order.id().toString());
        assertThat(record.itemId()).isEqualTo(order.items().get(0).id().toString());
        assertThat(record.category()).isEqualTo(order.items().get(0).product().category());
        assertThat(record.cost()).isEqualTo(order.items().get(0).product().cost());
        assertThat(record.salePrice()).isEqualTo(order.items().get(0).salePrice());
        assertThat(record.itemStatus()).isEqualTo(order.fate().label());
        assertThat(record.createdAt()).isEqualTo(order.createdAt());
    }

    @Test
    void sameSeed_givesTheSameVisitsAndAnotherSeedOthers() {
        Shop one = new Shop(7);
        Shop other = new Shop(7);
        Shop different = new Shop(8);

        for (int i = 0; i < 100; i++) {
            Visit visit = one.visit(NOW + i);
            assertThat(other.visit(NOW + i)).isEqualTo(visit);
            assertThat(different.visit(NOW + i)).isNotEqualTo(visit);
        }
    }

    @Test
    void cost_isBelowThePrice() {
        assertThat(orders.stream().flatMap(order -> order.items().stream())).allSatisfy(item -> {
            Money cost = item.product().cost();
            assertThat(cost).isGreaterThan(Money.ZERO).isLessThan(item.salePrice());
        });
    }

    /** Pearson's chi-square test at the 0.1 % level. */
    private static <T, K> void assertShares(List<T> sample, Function<T, K> key, Map<K, Double> expected) {
        Map<K, Long> observed = sample.stream().collect(Collectors.groupingBy(key, Collectors.counting()));
        assertThat(expected.keySet()).containsAll(observed.keySet());
        double sum = expected.values().stream().mapToDouble(share -> share).sum();
        double chiSquare = 0;
        for (Map.Entry<K, Double> entry : expected.entrySet()) {
            double ideal = entry.getValue() / sum * sample.size();
            double difference = observed.getOrDefault(entry.getKey(), 0L) - ideal;
            chiSquare += difference * difference / ideal;
        }
        assertThat(chiSquare).as("chi-square of %s", observed).isLessThan(CHI_SQUARE_999[expected.size() - 1]);
    }
}
