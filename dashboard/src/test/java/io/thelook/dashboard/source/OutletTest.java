package io.thelook.dashboard.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Meaning;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutletTest {

    private final RecordingSink sink = new RecordingSink();

    @ParameterizedTest
    @EnumSource(Meaning.class)
    void passesOn_untilItIsShut(Meaning meaning) {
        Connection connection = new Connection(1, meaning);
        Outlet outlet = new Outlet(connection, sink, new Unapplied(1_000));

        receive(outlet, "before");
        outlet.shut();
        receive(outlet, "after");

        assertThat(sink.connections()).containsExactly(connection);
        assertThat(meaning == Meaning.ADDITIONS ? sink.texts() : sink.messages())
                .containsExactly("before");
        assertThat(meaning == Meaning.ADDITIONS ? sink.messages() : sink.texts())
                .isEmpty();
        assertThat(sink.unreadable()).containsExactly("before");
        assertThat(sink.roundTrips()).containsExactly(1.5);
    }

    private static void receive(Outlet outlet, String text) {
        outlet.message(text, null);
        outlet.unreadable(text);
        outlet.roundTrip(1.5);
    }
}
