package io.thelook.producer.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CustomersTest {

    private final Places places = Places.load();
    private final SplittableRandom random = new SplittableRandom(1);

    @Test
    void seats_areAsManyAsAskedForAndAtLeastOneInEachPlace() {
        assertThat(new Customers(places, 50_000).size()).isCloseTo(50_000, within(60));
        assertThat(new Customers(places, 1).size()).isEqualTo(places.all().size());
    }

    @Test
    void seat_belongsToThePlaceAndTheCohort() {
        Customers customers = new Customers(places, 50_000);
        Set<Integer> seen = new HashSet<>();
        for (int place = 0; place < places.all().size(); place++) {
            Set<Integer> here = new HashSet<>();
            for (int i = 0; i < 200; i++) {
                for (Cohort cohort : Cohort.values()) {
                    int seat = customers.seat(place, cohort, random);
                    assertThat(customers.cohort(place, seat)).isIn(cohort, Cohort.STANDARD);
                    here.add(seat);
                }
                here.add(customers.seat(place, random));
            }
            assertThat(Collections.disjoint(seen, here))
                    .as("seats of place %d are its own", place)
                    .isTrue();
            seen.addAll(here);
        }
        assertThat(seen).allMatch(seat -> seat >= 0 && seat < customers.size());
    }

    @Test
    void smallPlace_hasStandardCustomersOnly() {
        Customers customers = new Customers(places, 1);

        assertThat(customers.cohort(0, customers.seat(0, Cohort.POWER, random))).isEqualTo(Cohort.STANDARD);
    }
}
