package io.thelook.dashboard.source;

import static io.thelook.concurrency.Interleavings.check;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import io.thelook.dashboard.source.RecordSource.Batch;
import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.dashboard.source.RecordSource.Sink;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connection that is given up while a message of it arrives. */
@Tag("slow")
class OutletInterleavingTest {

    private static final Connection GIVEN_UP = new Connection(1, Meaning.PROTOCOL);

    @Test
    void message_whileTheConnectionIsGivenUp_isPassedOnBeforeOrNotAtAll() {
        explore(() -> {
            Received received = new Received();
            Outlet outlet = new Outlet(GIVEN_UP, received, new Unapplied(1));

            together(() -> outlet.message("{}", null), () -> {
                outlet.shut();
                received.isOver = true;
            });

            check(!received.isLate, "a message came after the end of its connection");
        });
    }

    private static final class Received implements Sink {

        private volatile boolean isOver;
        private volatile boolean isLate;

        @Override
        public void message(Connection connection, String text) {
            isLate = isOver;
        }

        @Override
        public CompletionStage<Void> batch(Connection connection, Batch batch) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void unreadable(Connection connection, String why) {}

        @Override
        public void completeSince(long time) {}

        @Override
        public void roundTrip(double millis) {}

        @Override
        public void status(SourceStatus status) {}
    }
}
