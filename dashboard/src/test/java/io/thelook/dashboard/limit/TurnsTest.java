package io.thelook.dashboard.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private final Turns<String> turns = new Turns<>();

    private List<String> takeAll() {
        List<String> taken = new ArrayList<>();
        for (String next = turns.take(); next != null; next = turns.take()) {
            taken.add(next);
        }
        return taken;
    }

    @Test
    void addresses_takeTurns_andKeepTheirOrder() {
        turns.add("A", "a1");
        turns.add("A", "a2");
        turns.add("A", "a3");
        turns.add("B", "b1");
        turns.add("C", "c1");
        turns.add("C", "c2");

        assertThat(turns.size()).isEqualTo(6);
        assertThat(turns.size("A")).isEqualTo(3);
        assertThat(turns.addresses()).containsExactly("A", "B", "C");
        assertThat(takeAll()).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
        assertThat(turns.size()).isZero();
        assertThat(turns.addresses()).isEmpty();
    }

    @Test
    void addressThatComesAgain_isLastInTurn() {
        turns.add("A", "a1");
        turns.add("B", "b1");
        assertThat(turns.take()).isEqualTo("a1");
        turns.add("A", "a2");

        assertThat(takeAll()).containsExactly("b1", "a2");
    }

    @Test
    void thingsThatMatch_areRemoved() {
        turns.add("A", "a1");
        turns.add("A", "a2");
        turns.add("B", "b1");

        turns.removeIf("A", "a1"::equals);
        turns.removeIf("B", "b1"::equals);
        turns.removeIf("C", thing -> true);

        assertThat(turns.size()).isEqualTo(1);
        assertThat(turns.addresses()).containsExactly("A");
        assertThat(takeAll()).containsExactly("a2");
    }

    @Test
    void addressThatMayNotTake_keepsItsTurn() {
        turns.add("A", "a1");
        turns.add("B", "b1");
        turns.add("B", "b2");

        assertThat(turns.take(address -> !address.equals("A"))).isEqualTo("b1");
        assertThat(turns.take(address -> false)).isNull();
        assertThat(takeAll()).containsExactly("a1", "b2");
    }
}
