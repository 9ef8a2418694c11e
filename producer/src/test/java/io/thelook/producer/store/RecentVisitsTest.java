package io.thelook.producer.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecentVisitsTest {

    private static final long START = 1_741_051_200_000L;

    private final Shop shop = new Shop(42);

    @Test
    void keep_forgetsWhatLiesOutside() {
        RecentVisits recent = new RecentVisits(1_000);
        add(recent, 100);

        recent.keep(START + 10, START + 89);

        assertThat(recent.stream().mapToLong(Visit::at))
                .hasSize(80)
                .allMatch(at -> at >= START + 10 && at <= START + 89);
    }

    @Test
    void moreVisitsThanThereIsRoomFor_dropTheOldest() {
        RecentVisits recent = new RecentVisits(500);

        add(recent, 2_000);

        assertThat(recent.stream().flatMap(Visit::records).count()).isLessThanOrEqualTo(500);
        assertThat(recent.stream().count()).isBetween(200L, 500L);
        assertThat(recent.stream().mapToLong(Visit::at).max()).hasValue(START + 1_999);
        recent.keep(START + 5_000, START + 6_000);
        assertThat(recent.stream()).isEmpty();
    }

    /** One visit a millisecond. */
    private void add(RecentVisits recent, int visits) {
        IntStream.range(0, visits).mapToObj(i -> shop.visit(START + i)).forEach(recent::add);
    }
}
