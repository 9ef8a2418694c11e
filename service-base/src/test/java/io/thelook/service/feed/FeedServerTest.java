package io.thelook.service.feed;

import static io.thelook.model.RecordBuilder.aRecord;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.thelook.model.FeedEncoding;
import io.thelook.model.FeedMessage;
import io.thelook.model.FeedMessage.Kind;
import io.thelook.model.FeedProtocol;
import io.thelook.model.FeedReader;
import io.thelook.model.FrameException;
import io.thelook.model.Record;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.Message;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.Room;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FeedServerTest {

    private static final long T = 1_741_051_200_000L;
    private static final long LOOKBACK = 300_000;
    private static final CompletionStage<Void> READY = CompletableFuture.completedFuture(null);

    private final AtomicLong now = new AtomicLong(T);
    private final FeedWindow window = new FeedWindow(1_000, FeedEncoding.ARRAY);
    private final Audience audience =
            new Audience(3, Duration.ofSeconds(10), new Room(Long.MAX_VALUE), System::nanoTime);
    private final FeedServer server =
            new FeedServer(window, audience, Duration.ofMillis(1), now::get, moment -> moment - LOOKBACK);
    private final ExecutorService lane = Executors.newSingleThreadExecutor();

    @AfterEach
    void stop() {
        server.stop();
        lane.shutdown();
    }

    @Test
    void incrementalClient_getsASnapshotAndThenWhatIsNew() throws FrameException {
        add("1");
        Client client = join(FeedProtocol.NAME);
        FeedMessage snapshot = client.message(0);

        now.addAndGet(40);
        add("2");
        FeedMessage upsert = client.message(1);

        assertThat(snapshot.kind()).isEqualTo(Kind.SNAPSHOT);
        assertThat(snapshot.now()).isEqualTo(T);
        assertThat(snapshot.from()).isEqualTo(T - LOOKBACK);
        assertThat(items(snapshot)).containsExactly("1");
        assertThat(upsert.kind()).isEqualTo(Kind.UPSERT);
        assertThat(upsert.sequence()).isEqualTo(snapshot.sequence() + 1);
        assertThat(upsert.now()).isEqualTo(T + 40);
        assertThat(upsert.from()).isEqualTo(T + 40 - LOOKBACK);
        assertThat(items(upsert)).containsExactly("2");
    }

    @Test
    void snapshotClient_getsTheWindowAtOnceAndAtEachRefreshOnly() {
        add("1");
        Client client = join("");
        await().until(() -> client.received.size() == 1);
        add("2");
        server.everySecond();
        server.refresh();

        await().until(() -> client.received.size() == 2);
        assertThat(client.received.get(0)).startsWith("[{").contains("\"item_id\":\"1\"");
        assertThat(client.received.get(1)).isEqualTo(window.frame(T - LOOKBACK)).contains("\"item_id\":\"2\"");
    }

    /** The reference's page fails on an empty list. */
    @Test
    void snapshotClient_inTheFormOfTheReference_getsNothingOfAnEmptyWindow() {
        FeedWindow empty = new FeedWindow(10, FeedEncoding.STRING);
        FeedServer reference =
                new FeedServer(empty, audience, Duration.ofMillis(1), now::get, moment -> moment - LOOKBACK);
        Client client = new Client();
        reference.join(client, lane, "", READY);
        reference.refresh();
        reference.thread().execute(() -> empty.upsert(aRecord().createdAt(T).build()));
        reference.refresh();

        await().until(() -> !client.received.isEmpty());
        reference.stop();
        assertThat(client.received).containsExactly(empty.frame(T - LOOKBACK));
    }

    @Test
    void quietShop_getsOneHeartbeatASecondWithTheMovingEdge() throws FrameException {
        Client client = join(FeedProtocol.NAME);
        client.message(0);

        now.addAndGet(1_000);
        server.everySecond();
        FeedMessage first = client.message(1);
        now.addAndGet(1_000);
        server.everySecond();
        FeedMessage second = client.message(2);

        assertThat(first.kind()).isEqualTo(Kind.HEARTBEAT);
        assertThat(first.sequence()).isZero();
        assertThat(first.from()).isEqualTo(T + 1_000 - LOOKBACK);
        assertThat(second.now()).isEqualTo(T + 2_000);
    }

    @Test
    void slowClient_getsAFreshSnapshotInsteadOfALongQueue() throws FrameException {
        Client slow = join(FeedProtocol.NAME);
        Client quick = join(FeedProtocol.NAME);
        slow.message(0);
        slow.hold = new CompletableFuture<>();
        int sent = 0;
        for (int i = 1; i <= 40; i++) {
            add("" + i);
            sent++;
            int expected = sent + 1;
            await().until(() -> quick.received.size() == expected);
        }

        slow.hold.complete(null);
        server.changed();
        await().until(() -> slow.received.size() >= 3);
        FeedMessage last = slow.message(slow.received.size() - 1);

        assertThat(last.kind()).isEqualTo(Kind.SNAPSHOT);
        assertThat(items(last)).hasSize(40);
        assertThat(last.sequence()).isEqualTo(quick.message(40).sequence());
        int next = slow.received.size();
        add("41");
        assertThat(slow.message(next).sequence()).isEqualTo(last.sequence() + 1);
    }

    @Test
    void resync_isAnsweredWithASnapshotButNotAllTheTime() throws FrameException {
        add("1");
        Client client = join(FeedProtocol.NAME);
        client.message(0);

        for (int i = 0; i < 50; i++) {
            client.feed.heard(FeedProtocol.RESYNC);
        }
        assertThat(client.message(1).kind()).isEqualTo(Kind.SNAPSHOT);
        add("2");

        assertThat(client.message(2).kind()).isEqualTo(Kind.UPSERT);
        assertThat(server.resyncs()).isEqualTo(1);
        client.feed.heard("resync");
        client.feed.heard("{\"type\":\"other\"}");
        assertThat(server.resyncs()).isEqualTo(1);
    }

    @Test
    void recordsTakenOut_areToldByASnapshot() throws FrameException {
        add("1");
        now.addAndGet(10);
        add("2");
        Client client = join(FeedProtocol.NAME);
        client.message(0);

        now.addAndGet(-5);
        window.removeAfter(now.get());
        server.changed();

        FeedMessage told = client.message(1);
        assertThat(told.kind()).isEqualTo(Kind.SNAPSHOT);
        assertThat(items(told)).containsExactly("1");
    }

    @Test
    void join_oneTooMany_isRefusedWhateverTheContract() {
        join("");
        join(FeedProtocol.NAME);
        join("something.else");

        assertThat(server.join(new Client(), lane, FeedProtocol.NAME, READY)).isEmpty();
    }

    private void add(String item) {
        window.upsert(aRecord().item(item).createdAt(now.get()).build());
        server.changed();
    }

    private Client join(String subprotocol) {
        Client client = new Client();
        client.feed = server.join(client, lane, subprotocol, READY).orElseThrow();
        return client;
    }

    private static List<String> items(FeedMessage message) {
        return message.frame().records().stream().map(Record::itemId).toList();
    }

    /** Takes each message at once, or when the test lets go of it. */
    private static final class Client implements Peer {

        private final List<String> received = new CopyOnWriteArrayList<>();
        private volatile CompletableFuture<Void> hold = CompletableFuture.completedFuture(null);
        private FeedServer.Client feed;

        private FeedMessage message(int number) throws FrameException {
            await().until(() -> received.size() > number);
            return new FeedReader().read(received.get(number));
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            received.add(message.text());
            return hold;
        }

        @Override
        public CompletionStage<Void> close(int code, String reason) {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> closed() {
            return new CompletableFuture<>();
        }
    }
}
