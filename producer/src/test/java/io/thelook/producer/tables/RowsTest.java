package io.thelook.producer.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.model.Money;
import io.thelook.producer.store.Behaviour;
import io.thelook.producer.store.Order;
import io.thelook.producer.store.Shop;
import io.thelook.producer.store.Visit;
import io.thelook.producer.tables.Table.Column;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowsTest {

    private static final long START = 1_741_051_200_000L;
    private static final long LATER = START + 3 * 86_400_000L;

    private final Shop shop = new Shop(42, new Behaviour(Behaviour.Mode.SHOP, 1, 1, 500));
    private final Rows rows = new Rows(shop.catalogue(), 1);
    private final List<Visit> visits = IntStream.range(0, 2_000)
            .mapToObj(i -> shop.visit(START + i * 500L))
            .toList();

    @ParameterizedTest
    @EnumSource
    void rows_haveTheColumnsTypesAndKeys(Table table) {
        List<Object[]> found = rows(table);

        assertThat(found.stream().map(row -> row[0])).doesNotHaveDuplicates();
        assertThat(found).isNotEmpty();
        found.forEach(row -> assertThat(IntStream.range(0, row.length)
                        .filter(i -> !fits(row[i], table.columns().get(i))))
                .as("columns that do not fit in %s", Arrays.toString(row))
                .isEmpty());
    }

    private static boolean fits(Object value, Column column) {
        if (value == null) {
            return column.mayBeNull();
        }
        return switch (column.type()) {
            case TEXT -> value instanceof String;
            case INTEGER -> value instanceof Integer;
            case DECIMAL -> value instanceof Double;
            case MONEY -> value instanceof Money;
            case TIME -> value instanceof Instant;
        };
    }

    @ParameterizedTest
    @EnumSource
    void references_areThere(Table table) {
        Map<Table, Set<Object>> keys = new HashMap<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Table other = table.columns().get(i).references().orElse(null);
            int column = i;
            if (other != null) {
                Set<Object> known = keys.computeIfAbsent(
                        other, it -> rows(it).stream().map(row -> row[0]).collect(Collectors.toSet()));
                assertThat(rows(table)).allMatch(row -> known.contains(row[column]));
            }
        }
    }

    @Test
    void nothing_isInTheFutureOrBeforeItsCause() {
        Map<Object, Instant> registered =
                rows(Table.USERS).stream().collect(Collectors.toMap(row -> row[0], row -> (Instant) row[14]));
        assertThat(rows(Table.ORDERS)).allSatisfy(row -> {
            Instant created = (Instant) row[4];
            assertThat(created).isAfterOrEqualTo(registered.get(row[1]));
            assertInOrder(created, row[5], row[6], row[7]);
        });
        assertThat(rows(Table.EVENTS)).allSatisfy(row -> assertThat((Instant) row[4])
                .isBeforeOrEqualTo(Instant.ofEpochMilli(LATER))
                .isAfterOrEqualTo(registered.get(row[1])));
        assertThat(rows(Table.INVENTORY_ITEMS)).allSatisfy(row -> assertInOrder((Instant) row[2], row[3], null, null));
    }

    private static void assertInOrder(Instant first, Object... next) {
        Instant last = first;
        for (Object each : next) {
            if (each != null) {
                assertThat((Instant) each).isAfterOrEqualTo(last).isBeforeOrEqualTo(Instant.ofEpochMilli(LATER));
                last = (Instant) each;
            }
        }
    }

    @Test
    void order_hasTheTimesThatItsStatusTells() {
        assertThat(rows(Table.ORDERS)).allSatisfy(row -> {
            Object status = row[2];
            assertThat(row[5] != null)
                    .isEqualTo(Set.of("Shipped", "Complete", "Returned").contains(status));
            assertThat(row[6] != null).isEqualTo(Set.of("Complete", "Returned").contains(status));
            assertThat(row[7] != null).isEqualTo("Returned".equals(status));
        });
    }

    @Test
    void orderInModeSteady_hasItsAppointments() {
        Visit visit = IntStream.range(0, 1_000)
                .mapToObj(i -> new Shop(i).visit(START))
                .filter(each -> each.orders().stream().anyMatch(order -> order.returnedAt() != Order.NEVER))
                .findFirst()
                .orElseThrow();

        assertThat(rows.of(Table.ORDERS, List.of(visit).stream(), START)).anySatisfy(row -> {
            assertThat(row[2]).isEqualTo("Returned");
            assertThat(row).doesNotContainNull();
        });
    }

    @Test
    void session_endsWithThePurchaseAtTheMomentOfTheOrder() {
        Map<Object, List<Object[]>> sessions =
                rows(Table.EVENTS).stream().collect(Collectors.groupingBy(row -> row[3]));
        Set<Object> orderTimes = rows(Table.ORDERS).stream().map(row -> row[4]).collect(Collectors.toSet());

        assertThat(sessions).hasSameSizeAs(rows(Table.ORDERS));
        assertThat(sessions.values()).allSatisfy(events -> {
            assertThat(events.stream().map(row -> (Integer) row[2])).isSorted().startsWith(1);
            assertThat(events.stream().map(row -> (Instant) row[4])).isSorted();
            Object[] last = events.get(events.size() - 1);
            assertThat(last[11]).isEqualTo("/purchase");
            assertThat(orderTimes).contains(last[4]);
            List<Object> kinds = events.stream().map(row -> row[12]).toList();
            assertThat(kinds)
                    .isEqualTo(
                            events.size() == 5
                                    ? List.of("home", "department", "product", "cart", "purchase")
                                    : several(events.size() / 3));
        });
        assertThat(rows(Table.EVENTS).stream().map(row -> row[11].toString()))
                .allMatch(uri -> uri.matches(
                        "/(home|cart|purchase|product/\\d+|department/(men|women)/category/\\S+/brand/\\w+)"));
    }

    private static List<Object> several(int items) {
        List<Object> kinds = IntStream.range(0, items)
                .boxed()
                .flatMap(i -> List.<Object>of("department", "product", "cart").stream())
                .collect(Collectors.toList());
        kinds.add("purchase");
        return kinds;
    }

    @Test
    void users_haveNamesAndAddresses() {
        assertThat(rows(Table.USERS)).allSatisfy(row -> {
            assertThat(row[1].toString()).isNotBlank();
            assertThat(row[2].toString()).isNotBlank();
            assertThat(row[3].toString()).matches("[a-z]+@example\\.(com|net|org)");
            assertThat(row[6].toString()).matches("\\d+ .+");
            assertThat(row[7].toString()).matches("\\d{5}");
        });
        assertThat(rows(Table.USERS).stream().map(row -> row[3]).distinct()).hasSizeGreaterThan(500);
    }

    @Test
    void products_haveBrandsNamesAndCenters() {
        assertThat(rows(Table.PRODUCTS)).hasSize(29_120).allSatisfy(row -> {
            assertThat(row[3].toString()).startsWith(row[4].toString()).endsWith(row[2].toString());
            assertThat(row[7].toString()).matches("[0-9A-F]{32}");
            assertThat((Integer) row[8]).isBetween(1, 10);
        });
        assertThat(rows(Table.PRODUCTS).stream().map(row -> row[4]).distinct()).hasSizeGreaterThan(100);
    }

    @Test
    void whatIsAskedForTwice_isTheSame() {
        for (Table table : Table.values()) {
            assertThat(Arrays.deepEquals(rows(table).toArray(), rows(table).toArray()))
                    .as(table.label())
                    .isTrue();
        }
    }

    private List<Object[]> rows(Table table) {
        return rows.of(table, visits.stream(), LATER).toList();
    }
}
