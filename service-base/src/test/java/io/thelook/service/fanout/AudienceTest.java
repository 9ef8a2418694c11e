package io.thelook.service.fanout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class AudienceTest {

    private final AtomicLong nanos = new AtomicLong();
    private final Audience audience = new Audience(3, Duration.ofSeconds(10), new Room(250_000), nanos::get);
    private final Group group = audience.newGroup();

    @Test
    void broadcast_readyPeers_getEveryMessageInOrder() {
        FakePeer a = join();
        FakePeer b = join();

        for (String message : List.of("1", "2", "3")) {
            group.broadcast(message);
            a.take();
            b.take();
        }

        assertThat(a.received).containsExactly("1", "2", "3");
        assertThat(b.received).containsExactly("1", "2", "3");
        assertThat(audience.sent()).isEqualTo(6);
    }

    @Test
    void broadcast_slowPeer_getsTheNewestOfWhatWaitedAndDelaysNoOther() {
        FakePeer slow = join();
        FakePeer quick = join();

        for (String message : List.of("1", "2", "3", "4")) {
            group.broadcast(message);
            quick.take();
        }
        slow.take();
        slow.take();

        assertThat(quick.received).containsExactly("1", "2", "3", "4");
        assertThat(slow.received).containsExactly("1", "4");
        assertThat(audience.superseded()).isEqualTo(2);
        assertThat(audience.sent()).isEqualTo(6);
    }

    @Test
    void broadcast_onePeerFails_theOthersAreServed() {
        FakePeer gone = join();
        FakePeer throwing = join();
        FakePeer alive = join();
        throwing.throwOnSend = true;

        group.broadcast("1");
        gone.fail();
        alive.take();

        assertThat(alive.received).containsExactly("1");
        assertThat(audience.failed()).isEqualTo(2);
        assertThat(audience.sent()).isEqualTo(1);
    }

    @Test
    void broadcastToIdle_peerWithAMessageInFlight_isLeftAlone() {
        FakePeer busy = join();
        FakePeer idle = join();
        group.broadcast("news");
        idle.take();
        FakePeer newcomer = join();

        group.broadcastToIdle("still here");
        busy.take();
        idle.take();

        assertThat(busy.received).containsExactly("news");
        assertThat(idle.received).containsExactly("news", "still here");
        assertThat(newcomer.message).as("it has not got the news").isNull();
    }

    @Test
    void broadcast_toAGroup_reachesOnlyTheGroup() {
        FakePeer here = join();
        FakePeer elsewhere = new FakePeer();
        Subscriber subscriber = enter(elsewhere);
        subscriber.enter(audience.newGroup());

        group.broadcast("1");
        here.take();
        subscriber.enter(group);
        group.broadcast("2");
        here.take();
        elsewhere.take();

        assertThat(here.received).containsExactly("1", "2");
        assertThat(elsewhere.received).containsExactly("2");
        assertThat(group.size()).isEqualTo(2);
        elsewhere.closing.complete(null);
        assertThat(group.size()).isEqualTo(1);
        subscriber.enter(group);
        assertThat(group.size()).as("who has left enters nothing").isEqualTo(1);
    }

    @Test
    void append_slowPeer_getsWhatWaitsInOrder() {
        FakePeer slow = join();
        group.broadcast("whole");

        for (String message : List.of("1", "2")) {
            group.append(message, 2);
        }
        slow.take();
        slow.take();
        slow.take();

        assertThat(slow.received).containsExactly("whole", "1", "2");
        assertThat(audience.superseded()).isZero();
    }

    @Test
    void append_peerThatFallsBehind_getsNothingUntilItHasCaughtUp() {
        FakePeer slow = join();
        FakePeer quick = join();
        group.broadcast("1");
        quick.take();
        for (String message : List.of("2", "3", "4", "5")) {
            group.append(message, 2);
            quick.take();
        }

        group.catchUp(() -> "whole 5");
        assertThat(slow.message).as("not ready for it").isEqualTo("1");
        slow.take();
        group.broadcastToIdle("still here");
        group.append("6", 2);
        quick.take();
        quick.take();
        group.catchUp(() -> "whole 6");
        group.append("7", 2);
        slow.take();
        slow.take();

        assertThat(slow.received).containsExactly("1", "whole 6", "7");
        assertThat(quick.received).containsExactly("1", "2", "3", "4", "5", "still here", "6");
        assertThat(audience.superseded()).as("2 to 6").isEqualTo(5);
        group.catchUp(() -> {
            throw new AssertionError("nobody needs it");
        });
    }

    /** A viewer that scrubs the replay: what waits stays bounded, and the newest answers arrive. */
    @Test
    void answer_slowPeer_getsTheNewestOfThemInOrder() {
        FakePeer slow = new FakePeer();
        Subscriber subscriber = enter(slow);
        subscriber.offer("whole");
        subscriber.answer("replay 0");

        for (int i = 1; i <= 100; i++) {
            group.append("update " + i, 1);
            subscriber.answer("replay " + i);
        }
        subscriber.offer("whole 100");
        for (int i = 0; i < 6; i++) {
            slow.take();
        }

        assertThat(slow.received)
                .containsExactly("whole", "replay 97", "replay 98", "replay 99", "replay 100", "whole 100");
        assertThat(slow.inFlight).as("nothing waits").isDone();
        assertThat(audience.superseded()).isEqualTo(197);
    }

    /** The lane of a busy machine: the peer counts as behind before the lane has sent the error. */
    @Test
    void answer_toAPeerThatIsBehind_arrives() {
        List<Runnable> lane = new ArrayList<>();
        FakePeer peer = new FakePeer();
        Subscriber subscriber = audience.join(peer, lane::add).orElseThrow();
        subscriber.answer("error");
        subscriber.enter(group);
        subscriber.offer("whole");

        lane.forEach(Runnable::run);
        peer.take();
        peer.take();

        assertThat(peer.received).containsExactly("error", "whole");
        assertThat(audience.superseded()).isZero();
    }

    /** What the lane still has of the group's messages was said before, and builds on what the newcomer has not got. */
    @Test
    void enter_whileAnUpdateIsOnItsWay_doesNotGetIt() {
        List<Runnable> lane = new ArrayList<>();
        FakePeer peer = new FakePeer();
        Subscriber early = audience.join(new FakePeer(), lane::add).orElseThrow();
        Subscriber late = audience.join(peer, lane::add).orElseThrow();
        early.enter(group);
        group.append("update 7", 1);
        late.enter(group);
        late.offer("whole 7");
        group.append("update 8", 1);

        lane.forEach(Runnable::run);
        peer.take();
        peer.take();

        assertThat(peer.received).containsExactly("whole 7", "update 8");
    }

    /** A complete message that was made before something was missed does not make up for it. */
    @Test
    void allFallBehind_whileAnOlderWholeIsOnItsWay_isNotForgotten() {
        List<Runnable> lane = new ArrayList<>();
        FakePeer peer = new FakePeer();
        audience.join(peer, lane::add).orElseThrow().enter(group);
        group.catchUp(() -> "whole 7");
        group.allFallBehind();
        group.append("update 9", 1);

        lane.forEach(Runnable::run);
        lane.clear();
        peer.take();
        group.catchUp(() -> "whole 9");
        lane.forEach(Runnable::run);
        peer.take();

        assertThat(peer.received).containsExactly("whole 7", "whole 9");
    }

    @Test
    void append_afterAMessageThatCouldNotBeSent_waitsForAWhole() {
        FakePeer peer = join();
        group.broadcast("whole 1");
        group.append("update 2", 2);
        peer.fail();
        group.append("update 3", 2);
        assertThat(peer.message).isEqualTo("whole 1");

        group.catchUp(() -> "whole 3");
        peer.take();

        assertThat(peer.received).containsExactly("whole 3");
    }

    /** An Error of one peer, such as no memory for its message, is its own. */
    @Test
    void broadcast_onePeerThrowsAnError_theOthersOfItsLaneAreServed() {
        FakePeer first = join();
        FakePeer second = join();
        FakePeer third = join();
        List.of(first, second, third).forEach(peer -> peer.throwError = true);
        group.broadcast("1");
        assertThat(audience.failed()).isEqualTo(3);
        second.throwError = false;

        assertThat(group.broadcast("2")).isCompleted();
        second.take();

        assertThat(second.received).containsExactly("2");
        assertThat(audience.failed()).isEqualTo(5);
    }

    @Test
    void broadcast_oneLaneHasEnded_theOthersAreServed() {
        FakePeer peer = join();
        ExecutorService ended = Executors.newSingleThreadExecutor();
        Subscriber other = audience.join(new FakePeer(), ended).orElseThrow();
        other.enter(group);
        ended.shutdown();

        assertThat(group.broadcast("1")).isCompletedExceptionally();
        peer.take();

        assertThat(peer.received).containsExactly("1");
    }

    @Test
    void closeStuck_peerThatIsNotClosedYet_countsUntilItIs() {
        FakePeer stuck = join();
        stuck.closesAtOnce = false;
        group.broadcast("1");
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());

        audience.closeStuck();
        audience.closeStuck();
        group.broadcast("2");

        assertThat(audience.closedAsStuck()).isEqualTo(1);
        assertThat(group.size()).isZero();
        assertThat(audience.size()).isEqualTo(1);
        stuck.closing.complete(null);
        assertThat(audience.size()).isZero();
    }

    @Test
    void closeStuck_onePeerThrowsAnError_theOthersAreClosed() {
        List<FakePeer> peers = List.of(join(), join(), join());
        peers.forEach(peer -> peer.throwError = true);
        peers.get(1).throwError = false;
        group.broadcast("1");
        peers.forEach(peer -> peer.throwError = true);
        nanos.addAndGet(Duration.ofSeconds(11).toNanos());

        audience.closeStuck();

        assertThat(audience.closedAsStuck()).isEqualTo(1);
        assertThat(audience.size()).isEqualTo(2);
    }

    @Test
    void largeMessages_waitForRoomInTurnAndSmallOnesDoNot() {
        String large = "x".repeat(100_000);
        FakePeer a = join();
        FakePeer b = join();
        FakePeer c = join();
        List<FakePeer> peers = new ArrayList<>(List.of(a, b, c));

        group.broadcast(large);
        List<FakePeer> served =
                peers.stream().filter(peer -> peer.message != null).toList();
        assertThat(served).as("room for two and a half").hasSize(2);
        assertThat(audience.inFlight()).isEqualTo(200_000);
        peers.removeAll(served);
        FakePeer waiting = peers.get(0);

        nanos.addAndGet(Duration.ofSeconds(11).toNanos());
        served.get(0).take();
        assertThat(waiting.message).isEqualTo(large);
        audience.closeStuck();
        assertThat(waiting.closeCode).as("it was not its fault").isZero();
        assertThat(served.get(1).closeCode).isEqualTo(Audience.POLICY_VIOLATION);
        served.get(1).fail();
        waiting.take();
        assertThat(audience.inFlight()).isZero();
        group.broadcast("small");
        waiting.take();
        assertThat(waiting.received).containsExactly(large, "small");
    }

    @Test
    void largeMessage_forWhomLeavesBeforeThereIsRoom_makesWayForTheNext() {
        String large = "x".repeat(200_000);
        FakePeer a = new FakePeer();
        FakePeer b = new FakePeer();
        FakePeer c = new FakePeer();
        Subscriber first = enter(a);
        Subscriber second = enter(b);
        Subscriber third = enter(c);
        first.offer(large);
        second.offer(large);
        third.offer(large);
        assertThat(b.message).isNull();

        b.closing.complete(null);
        a.take();

        assertThat(b.message).isNull();
        assertThat(c.message).isEqualTo(large);
        c.take();
        assertThat(audience.sent() + audience.superseded()).isEqualTo(3);
        assertThat(audience.inFlight()).isZero();
    }

    @Test
    void largeMessage_largerThanAllRoom_goesAlone() {
        FakePeer peer = join();
        group.broadcast("x".repeat(1_000_000));
        peer.take();

        assertThat(audience.sent()).isEqualTo(1);
    }

    @Test
    void closeStuck_afterThePatience_closesOnlyWhoTookNothing() {
        FakePeer stuck = join();
        FakePeer slow = join();
        FakePeer idle = join();
        group.broadcast("1");
        idle.take();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        group.broadcast("2");
        slow.take(); // "1" taken late; "2" is in flight since now
        idle.take();

        nanos.addAndGet(Duration.ofSeconds(4).toNanos());
        audience.closeStuck();
        assertThat(stuck.closeCode).as("exactly at the patience").isZero();
        nanos.addAndGet(1);
        audience.closeStuck();
        audience.closeStuck();

        assertThat(stuck.closeCode).isEqualTo(Audience.POLICY_VIOLATION);
        assertThat(stuck.closeReason).isEqualTo("too slow: took no message for 10 s");
        assertThat(slow.closeCode).isZero();
        assertThat(idle.closeCode).isZero();
        assertThat(audience.size()).isEqualTo(2);
        assertThat(audience.closedAsStuck()).isEqualTo(1);
    }

    @Test
    void join_full_isRefusedUntilAPeerLeaves() {
        audience.join(new FakePeer(), Runnable::run);
        audience.join(new FakePeer(), Runnable::run);
        FakePeer last = new FakePeer();
        audience.join(last, Runnable::run);

        assertThat(audience.isFull()).isTrue();
        assertThat(audience.join(new FakePeer(), Runnable::run)).isEmpty();
        assertThat(audience.refused()).isEqualTo(1);

        last.closing.complete(null);
        assertThat(audience.size()).isEqualTo(2);
        assertThat(audience.join(new FakePeer(), Runnable::run)).isPresent();
    }

    @Test
    void leave_withAMessageWaiting_sendsNothingMore() {
        FakePeer peer = new FakePeer();
        Subscriber subscriber = audience.join(peer, Runnable::run).orElseThrow();
        subscriber.offer("1");
        subscriber.offer("2");

        peer.closing.complete(null);
        peer.take();
        subscriber.offer("3");

        assertThat(peer.received).containsExactly("1");
        assertThat(audience.superseded()).as("2 and 3").isEqualTo(2);
    }

    @Test
    void closeAll_everyPeer_isClosedAsGoingAway() {
        FakePeer a = join();
        FakePeer b = join();

        audience.closeAll();

        assertThat(List.of(a.closeCode, b.closeCode)).containsOnly(Audience.GOING_AWAY);
        assertThat(audience.size()).isZero();
    }

    @Test
    void closeAll_overATime_closesOnePeerAfterTheOther() {
        List<FakePeer> peers = List.of(new FakePeer(), new FakePeer(), new FakePeer(), new FakePeer());
        List<Long> open = new ArrayList<>();
        Audience draining = new Audience(4, Duration.ofSeconds(10), new Room(250_000), () -> {
            open.add(peers.stream().filter(peer -> peer.closeCode == 0).count());
            // Time passes without a wait.
            LockSupport.unpark(Thread.currentThread());
            return nanos.addAndGet(Duration.ofMillis(500).toNanos());
        });
        peers.forEach(peer -> draining.join(peer, Runnable::run));

        draining.closeAll(Duration.ofSeconds(8));

        assertThat(open).isSortedAccordingTo(Comparator.reverseOrder());
        for (long left = 4; left > 0; left--) {
            long number = left;
            assertThat(open.stream().filter(each -> each == number).count())
                    .as("looks at the clock while %d are left, two a second", left)
                    .isBetween(3L, 7L);
        }
        assertThat(peers).allMatch(peer -> peer.closeCode == Audience.GOING_AWAY);
        assertThat(draining.isFull()).isTrue();
    }

    @Test
    void closeAll_interrupted_closesTheRestAtOnce() {
        FakePeer peer = join();
        Thread.currentThread().interrupt();

        audience.closeAll(Duration.ofHours(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(peer.closeCode).isEqualTo(Audience.GOING_AWAY);
    }

    @Test
    void join_afterCloseAll_isRefusedAndCounted() {
        assertThat(audience.isFull()).isFalse();

        audience.closeAll();

        assertThat(audience.isFull()).isTrue();
        assertThat(audience.join(new FakePeer(), Runnable::run)).isEmpty();
        assertThat(audience.refused()).isEqualTo(1);
        assertThat(audience.size()).isZero();
    }

    @Test
    void constructor_noCapacity_namesTheValue() {
        assertThatThrownBy(() -> new Audience(0, Duration.ofSeconds(1), new Room(1), System::nanoTime))
                .hasMessage("capacity 0: expected at least 1");
    }

    /**
     * Offers and completions from many threads: each message is accounted for, and each peer ends with the last one.
     */
    @Test
    void offers_fromManyThreads_addUpAndEndWithTheNewest() throws Exception {
        int messages = 50_000;
        Audience large = new Audience(8, Duration.ofSeconds(10), new Room(Long.MAX_VALUE), System::nanoTime);
        Group everybody = large.newGroup();
        ExecutorService network = Executors.newFixedThreadPool(3);
        List<ExecutorService> lanes = List.of(Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor());
        List<AsyncPeer> peers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            AsyncPeer peer = new AsyncPeer(network);
            peers.add(peer);
            large.join(peer, lanes.get(i % 2)).orElseThrow().enter(everybody);
        }

        for (int i = 0; i < messages; i++) {
            everybody.broadcast(Integer.toString(i));
        }
        for (AsyncPeer peer : peers) {
            peer.last.get(20, TimeUnit.SECONDS);
        }
        lanes.forEach(ExecutorService::shutdown);
        network.shutdown();
        assertThat(network.awaitTermination(20, TimeUnit.SECONDS)).isTrue();

        assertThat(large.sent() + large.superseded() + large.failed()).isEqualTo(8L * messages);
        assertThat(peers).allSatisfy(peer -> assertThat(peer.received).isSortedAccordingTo(Integer::compare));
    }

    private Subscriber enter(FakePeer peer) {
        Subscriber subscriber = audience.join(peer, Runnable::run).orElseThrow();
        subscriber.enter(group);
        return subscriber;
    }

    private FakePeer join() {
        FakePeer peer = new FakePeer();
        enter(peer);
        return peer;
    }

    /** Takes a message when the test says so. */
    private static final class FakePeer implements Peer {

        private final List<String> received = new ArrayList<>();
        private CompletableFuture<Void> inFlight;
        private String message;
        private boolean throwOnSend;
        private boolean throwError;
        private boolean closesAtOnce = true;
        private final CompletableFuture<Void> closing = new CompletableFuture<>();
        private int closeCode;
        private String closeReason;

        @Override
        public CompletionStage<Void> send(Message sent) {
            String text = sent.text();
            if (throwError) {
                throw new StackOverflowError();
            }
            if (throwOnSend) {
                throw new IllegalStateException("socket is closed");
            }
            assertThat(inFlight == null || inFlight.isDone())
                    .as("one in flight at a time")
                    .isTrue();
            message = text;
            inFlight = new CompletableFuture<>();
            return inFlight;
        }

        private void take() {
            received.add(message);
            inFlight.complete(null);
        }

        private void fail() {
            inFlight.completeExceptionally(new IllegalStateException("connection reset"));
        }

        @Override
        public CompletionStage<Void> close(int code, String reason) {
            closeCode = code;
            closeReason = reason;
            if (throwError) {
                throw new StackOverflowError();
            }
            if (closesAtOnce) {
                closing.complete(null);
            }
            return closing;
        }

        @Override
        public CompletionStage<Void> closed() {
            return closing;
        }
    }

    /** Takes each message a little later, on another thread; sometimes fails to. */
    private static final class AsyncPeer implements Peer {

        private final SplittableRandom random = new SplittableRandom(7);
        private final List<Integer> received = new ArrayList<>();
        private final CompletableFuture<Void> last = new CompletableFuture<>();
        private final ExecutorService network;

        private AsyncPeer(ExecutorService network) {
            this.network = network;
        }

        @Override
        public CompletionStage<Void> send(Message message) {
            String text = message.text();
            return CompletableFuture.runAsync(
                    () -> {
                        received.add(Integer.parseInt(text));
                        if (text.equals("49999")) {
                            last.complete(null);
                        } else if (random.nextInt(100) == 0) {
                            throw new IllegalStateException("connection reset");
                        }
                    },
                    network);
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
