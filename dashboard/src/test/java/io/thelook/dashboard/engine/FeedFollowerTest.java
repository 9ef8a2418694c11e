package io.thelook.dashboard.engine;

import static io.thelook.model.RecordBuilder.aRecord;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.thelook.dashboard.source.RecordSource;
import io.thelook.dashboard.window.LiveWindow;
import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedFormat;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.Record;
import io.thelook.model.RecordCodec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeedFollowerTest {

    private static final long NOW = 1_741_051_200_000L;
    private static final RecordSource.Connection INCREMENTAL =
            new RecordSource.Connection(1, RecordSource.Meaning.PROTOCOL);

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<String> events = new ArrayList<>();
    private final Deque<LiveWindow> windows = new ArrayDeque<>();
    private boolean isOutOfMemory;

    private WindowKeeper keeper;

    @Test
    void applicationThatFails_givesTheWindowUpAndAsksForAll() {
        // A window without room for a single record cannot take one.
        FeedFollower follower = follower(new LiveWindow(0), new LiveWindow(10));

        follower.message(INCREMENTAL, snapshot(1));
        assertThatThrownBy(this::run).isInstanceOf(NullPointerException.class);
        follower.message(INCREMENTAL, snapshot(2));
        run();

        assertThat(events).containsExactly("restarted", "needs all", "refused", "applied");
        assertThat(keeper.window().size()).isEqualTo(1);
        assertThat(keeper.intake().framesMalformed.sum()).isEqualTo(1);
        assertThat(keeper.intake().framesApplied.sum()).isEqualTo(1);
    }

    @Test
    void taskThatCouldNotBeSubmitted_isMadeUpFor() {
        FeedFollower follower = follower(new LiveWindow(10));
        isOutOfMemory = true;
        assertThatThrownBy(() -> follower.message(INCREMENTAL, snapshot(1))).isInstanceOf(OutOfMemoryError.class);
        isOutOfMemory = false;
        follower.message(INCREMENTAL, FeedProtocol.heartbeat(1, NOW, NOW - 300_000));
        assertThat(tasks).as("it is thought to be under way").isEmpty();

        follower.resumeIfStalled();
        run();

        assertThat(events).containsExactly("applied", "applied");
    }

    @Test
    void resumeIfStalled_whileMessagesAreRead_doesNothing() {
        FeedFollower follower = follower(new LiveWindow(10));
        follower.message(INCREMENTAL, snapshot(1));
        follower.message(INCREMENTAL, FeedProtocol.heartbeat(1, NOW, NOW - 300_000));
        tasks.poll().run();

        follower.resumeIfStalled();

        assertThat(events).containsExactly("applied");
    }

    @Test
    void messages_areShownToWatchers_andHeartbeatsAreNot() {
        FeedFollower follower = follower(new LiveWindow(10));
        keeper.messages().watch(0);
        follower.message(INCREMENTAL, snapshot(1));
        follower.message(INCREMENTAL, FeedProtocol.heartbeat(1, NOW, NOW - 300_000));
        follower.message(INCREMENTAL, "");
        follower.unreadable(INCREMENTAL, "not UTF-8");
        run();

        assertThat(keeper.messages().watch(0))
                .extracting(
                        MessageLog.Message::note, message -> message.records().size())
                .containsExactlyInAnyOrder(
                        tuple("", 1),
                        tuple("not UTF-8", 0),
                        tuple(
                                "a frame must be a JSON array of records, a record, or a JSON string that holds one, but it is empty",
                                0));
    }

    @Test
    void unreadableMessages_areEachCounted_andReportedTogether() {
        FeedFollower follower = follower(new LiveWindow(10));
        for (int i = 0; i < 3; i++) {
            follower.unreadable(INCREMENTAL, "not UTF-8");
        }
        run();

        assertThat(events).containsExactly("needs all", "refused");
        assertThat(keeper.intake().framesMalformed.sum()).isEqualTo(3);
        assertThat(keeper.messages().unreadable()).isEqualTo(3);
    }

    private FeedFollower follower(LiveWindow... each) {
        windows.addAll(List.of(each));
        EngineSettings settings = new EngineSettings(
                5, Duration.ofMillis(250), 3, 1_000, 10, 3, 3, FeedFormat.THELOOK, Optional.empty(), 1_000_000);
        keeper = new WindowKeeper(windows::poll, Duration.ZERO, System::nanoTime, new Events());
        return new FeedFollower(this::submit, settings, keeper, () -> Instant.ofEpochMilli(NOW), System::nanoTime);
    }

    private void submit(Runnable task) {
        if (isOutOfMemory) {
            throw new OutOfMemoryError("no room for a task");
        }
        tasks.add(task);
    }

    private void run() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }

    private static String snapshot(long sequence) {
        String record = new String(RecordCodec.encode(aRecord().createdAt(NOW).build(), FeedEncoding.ARRAY), UTF_8);
        return FeedProtocol.open(Kind.SNAPSHOT, sequence, NOW, NOW - 300_000) + record + FeedProtocol.CLOSE;
    }

    private final class Events implements WindowKeeper.Receiver {

        @Override
        public void applied(List<Record> records, boolean whole) {
            events.add("applied");
        }

        @Override
        public void refused() {
            events.add("refused");
        }

        @Override
        public void restarted(LiveWindow window) {
            events.add("restarted");
        }

        @Override
        public void needsAll() {
            events.add("needs all");
        }
    }
}
