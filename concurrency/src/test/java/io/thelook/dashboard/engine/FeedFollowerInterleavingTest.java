package io.thelook.dashboard.engine;

import static io.thelook.concurrency.Interleavings.equal;
import static io.thelook.concurrency.Interleavings.explore;
import static io.thelook.concurrency.Interleavings.together;

import io.thelook.concurrency.Tasks;
import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedProtocol;
import io.thelook.model.Record;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The hand-over of messages from the source to the engine's thread. */
@Tag("slow")
class FeedFollowerInterleavingTest {

    private static final Connection FEED = new Connection(1, Meaning.PROTOCOL);
    private static final String HEARTBEAT = FeedProtocol.heartbeat(1, 0, 0);

    /** A line for each interleaving would tell nothing. */
    private static final Logger LOG = Logger.getLogger(WindowKeeper.class.getName());

    @BeforeAll
    static void logNothing() {
        LOG.setLevel(Level.OFF);
    }

    @Test
    void message_whileTheEngineFindsNone_isRead() {
        explore(() -> {
            Engine engine = new Engine();
            engine.follower.message(FEED, HEARTBEAT);
            engine.run(1);

            together(() -> engine.follower.message(FEED, HEARTBEAT), () -> engine.run(1));
            engine.run(10);

            equal(engine.keeper.intake().framesReceived.sum(), 2, "received");
            equal(engine.keeper.intake().framesOutOfSequence.sum(), 2, "read");
        });
    }

    @Test
    void messagesThatAreNotText_whileTheEngineReportsThem_areAllReported() {
        explore(() -> {
            Engine engine = new Engine();

            together(
                    () -> {
                        engine.follower.unreadable(FEED, "not UTF-8");
                        engine.follower.unreadable(FEED, "not UTF-8");
                    },
                    () -> engine.run(1));
            engine.run(10);

            equal(engine.keeper.intake().framesMalformed.sum(), 2, "malformed");
            equal(engine.keeper.messages().unreadable(), 2, "reported");
        });
    }

    /** The follower, and a thread whose tasks run when a scenario says so. */
    private static final class Engine implements WindowKeeper.Receiver {

        private final Tasks tasks = new Tasks();
        private final WindowKeeper keeper = new WindowKeeper(() -> new LiveWindow(1), Duration.ZERO, () -> 0, this);
        private final FeedFollower follower = new FeedFollower(
                tasks,
                new EngineSettings(
                        5, Duration.ZERO, 1, 1, 1, 1, 1, FeedFormat.THELOOK, Optional.empty(), Long.MAX_VALUE),
                keeper,
                () -> Instant.EPOCH,
                () -> 0);

        void run(int most) {
            tasks.run(most);
        }

        @Override
        public void applied(List<Record> records, boolean whole) {}

        @Override
        public void refused() {}

        @Override
        public void restarted(LiveWindow window) {}

        @Override
        public void needsAll() {}
    }
}
