package io.thelook.service.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The fan-out under random interleavings of everything that can be done to it, against a naive model of each queue, and
 * against clients that check that what they are sent builds on what they have.
 */
class AudienceModelTest {

    private static final int RUNS = 2_000;
    private static final int STEPS = 400;
    private static final int CAPACITY = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int[] BOUNDS = {1, 2, 6};
    private static final int MOST_ANSWERS = 4;
    private static final int LARGEST_BOUND = 6;
    private static final String LARGE = "x".repeat(70_000);

    @Test
    void randomInterleavings_matchTheModel() {
        long firstSeed = System.nanoTime();
        for (long seed = firstSeed; seed < firstSeed + RUNS; seed++) {
            Run run = new Run(seed);
            try {
                run.all();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ", step " + run.step, e);
            }
        }
    }

    /** One sequence of random steps. */
    private static final class Run {

        private final SplittableRandom random;
        private final Room room;
        private final Audience audience;
        private final List<Lane> lanes = List.of(new Lane(), new Lane());
        private final List<Stream> streams;
        private final List<Client> clients = new ArrayList<>();
        private int answers;
        private long nanos;
        private int step;
        private long sent;
        private long lost;
        private long failed;

        private Run(long seed) {
            random = new SplittableRandom(seed);
            room = new Room(random.nextBoolean() ? Long.MAX_VALUE : 150_000);
            audience = new Audience(CAPACITY, PATIENCE, room, () -> nanos);
            streams = List.of(new Stream(0, audience.newGroup()), new Stream(1, audience.newGroup()));
        }

        private void all() {
            for (step = 0; step < STEPS; step++) {
                act();
                check();
            }
            while (clients.stream().anyMatch(client -> client.naive.inFlight != null) || !lanesAreEmpty()) {
                lanes.forEach(Lane::drain);
                clients.forEach(client -> client.complete(true));
            }
            check();
            assertThat(audience.inFlight()).as("room in use").isZero();
            clients.forEach(client -> client.peer.closed.complete(null));
            audience.closeAll();
            assertThat(audience.size()).isZero();
        }

        private void act() {
            Stream stream = streams.get(random.nextInt(streams.size()));
            Optional<Client> someone =
                    clients.isEmpty() ? Optional.empty() : Optional.of(clients.get(random.nextInt(clients.size())));
            switch (random.nextInt(24)) {
                case 0 -> join();
                case 1 -> {
                    if (random.nextInt(4) == 0) {
                        someone.ifPresent(this::leave);
                    }
                }
                case 2, 3 -> someone.ifPresent(client -> enter(client, stream));
                case 4, 5, 6, 7 -> {
                    int most = BOUNDS[random.nextInt(BOUNDS.length)];
                    stream.sequence++;
                    String message = message("update", stream);
                    stream.group.append(message, most);
                    onLanes(stream, client -> client.naive.deliver(message, most, false));
                }
                case 8 -> {
                    String message = message("whole", stream);
                    stream.group.broadcast(message);
                    onLanes(stream, client -> client.naive.deliver(message, 0, true));
                }
                case 9 -> {
                    String message = "sign " + stream.number + " " + stream.sequence + " ";
                    stream.group.broadcastToIdle(message);
                    onLanes(stream, client -> client.naive.deliverIfIdle(message));
                }
                case 10, 11 -> catchUp(stream);
                case 12 -> {
                    stream.sequence++;
                    stream.group.allFallBehind();
                    clients.stream().filter(client -> client.stream == stream).forEach(client -> client.naive.miss());
                    onLanes(stream, client -> client.naive.miss());
                }
                case 13 ->
                    someone.ifPresent(client -> {
                        client.subscriber.fallBehind();
                        client.naive.miss();
                        client.lane.execute(client.naive::miss);
                    });
                case 14, 15 ->
                    someone.ifPresent(client -> {
                        String message = "answer " + answers++ + " 0 ";
                        client.subscriber.answer(message);
                        client.lane.execute(() -> client.naive.deliverAnswer(message));
                    });
                case 16 ->
                    someone.ifPresent(client -> {
                        String message = "answer " + answers++ + " 0 ";
                        client.subscriber.offerIfIdle(message);
                        client.lane.execute(() -> client.naive.deliverIfIdle(message));
                    });
                case 17, 18, 19, 20 -> someone.ifPresent(client -> client.complete(random.nextInt(12) > 0));
                case 21 -> {
                    if (random.nextInt(6) == 0) {
                        closeStuck();
                    }
                }
                default -> lanes.get(random.nextInt(lanes.size())).drain();
            }
        }

        private void join() {
            Client client = new Client(this, lanes.get(random.nextInt(lanes.size())));
            Optional<Subscriber> subscriber = audience.join(client.peer, client.lane);
            assertThat(subscriber.isPresent()).isEqualTo(clients.size() < CAPACITY);
            subscriber.ifPresent(place -> {
                client.subscriber = place;
                clients.add(client);
            });
        }

        private void leave(Client client) {
            if (random.nextBoolean()) {
                client.complete(false);
            }
            client.end();
            client.peer.closed.complete(null);
            client.complete(false);
            clients.remove(client);
        }

        private void enter(Client client, Stream stream) {
            boolean isNew = client.stream != stream && !client.naive.gone;
            client.subscriber.enter(stream.group);
            if (isNew) {
                client.stream = stream;
                client.naive.listensTo = null;
                client.naive.behind = true;
                client.entering++;
                client.lane.execute(() -> {
                    if (--client.entering == 0 && client.stream == stream) {
                        client.naive.listen(stream);
                    }
                });
            }
            if (random.nextInt(3) > 0) {
                String message = message("whole", stream);
                client.subscriber.offer(message);
                client.lane.execute(() -> client.naive.deliver(message, 0, true));
            }
        }

        private void catchUp(Stream stream) {
            List<Client> ready = clients.stream()
                    .filter(client -> client.stream == stream && !client.naive.gone)
                    .filter(client -> client.naive.behind && client.naive.inFlight == null)
                    .toList();
            String message = message("whole", stream);
            int[] asked = {0};
            stream.group.catchUp(() -> {
                asked[0]++;
                return message;
            });
            assertThat(asked[0]).as("asked for a whole").isEqualTo(ready.isEmpty() ? 0 : 1);
            ready.forEach(client -> client.lane.execute(() -> {
                if (client.naive.listensTo == stream) {
                    client.naive.deliver(message, 0, true);
                }
            }));
        }

        private void closeStuck() {
            nanos += PATIENCE.toNanos() + 1;
            long before = audience.closedAsStuck();
            audience.closeStuck();
            for (Client client : List.copyOf(clients)) {
                if (client.peer.isClosing && !client.naive.gone) {
                    assertThat(client.peer.inFlight).as("in flight").isNotNull();
                    client.end();
                    before++;
                }
            }
            assertThat(audience.closedAsStuck()).isEqualTo(before);
            assertThat(audience.size()).as("whoever is not closed yet counts").isEqualTo(clients.size());
            for (Client client : List.copyOf(clients)) {
                if (client.peer.isClosing && random.nextBoolean()) {
                    client.complete(false);
                    client.peer.closed.complete(null);
                    clients.remove(client);
                }
            }
        }

        private String message(String kind, Stream stream) {
            return kind + " " + stream.number + " " + stream.sequence + " " + (random.nextInt(10) == 0 ? LARGE : "");
        }

        private void onLanes(Stream stream, Consumer<Client> action) {
            for (Lane lane : lanes) {
                lane.execute(() -> clients.stream()
                        .filter(client -> client.lane == lane && client.naive.listensTo == stream)
                        .forEach(action));
            }
        }

        private boolean lanesAreEmpty() {
            return lanes.stream().allMatch(lane -> lane.tasks.isEmpty());
        }

        private void check() {
            assertThat(audience.size()).isEqualTo(clients.size());
            for (Client client : clients) {
                assertThat(client.peer.fault).isNull();
                assertThat(client.naive.queue.size()).as("queue").isLessThanOrEqualTo(LARGEST_BOUND + MOST_ANSWERS);
            }
            if (!lanesAreEmpty()) {
                return;
            }
            assertThat(audience.sent()).as("sent").isEqualTo(sent);
            assertThat(audience.failed()).as("failed").isEqualTo(failed);
            assertThat(audience.superseded()).as("superseded").isEqualTo(lost);
            for (Client client : clients) {
                if (client.peer.inFlight != null) {
                    assertThat(client.peer.message).isEqualTo(client.naive.inFlight);
                } else if (client.naive.inFlight != null) {
                    assertThat(audience.inFlight()).as("room in use").isPositive();
                }
            }
        }
    }

    /** A group, and how far its state has come. */
    private static final class Stream {

        private final int number;
        private final Group group;
        private int sequence;

        private Stream(int number, Group group) {
            this.number = number;
            this.group = group;
        }
    }

    /** One connection: the real place, its naive model, and the peer. */
    private static final class Client {

        private final Lane lane;
        private final ModelPeer peer = new ModelPeer();
        private final Naive naive;
        private Subscriber subscriber;
        private Stream stream;
        private int entering;

        private Client(Run run, Lane lane) {
            this.lane = lane;
            this.naive = new Naive(run);
        }

        private void complete(boolean well) {
            if (peer.inFlight != null) {
                naive.complete(well);
                peer.complete(well);
            }
        }

        /** Nothing more is sent; what waits for room is dropped with the peer. */
        private void end() {
            naive.end(peer.inFlight == null);
            stream = null;
        }
    }

    /** A queue as the contract has it. */
    private static final class Naive {

        private final Run run;
        private final List<String> queue = new ArrayList<>();
        private String inFlight;
        private boolean behind;
        private boolean gone;
        private Stream listensTo;

        private Naive(Run run) {
            this.run = run;
        }

        private void deliver(String message, int most, boolean complete) {
            if (gone || behind && !complete) {
                run.lost++;
            } else if (inFlight == null) {
                behind = false;
                inFlight = message;
            } else if (complete) {
                behind = false;
                dropStates();
                queue.add(message);
            } else if (states().size() < most) {
                queue.add(message);
            } else {
                run.lost++;
                miss();
            }
        }

        private void deliverIfIdle(String message) {
            if (!gone && !behind && inFlight == null) {
                inFlight = message;
            }
        }

        private void deliverAnswer(String message) {
            if (gone) {
                run.lost++;
            } else if (inFlight == null) {
                inFlight = message;
            } else {
                queue.add(message);
                List<String> answers = queue.stream().filter(Naive::isAnswer).toList();
                if (answers.size() > MOST_ANSWERS) {
                    queue.remove(answers.get(0));
                    run.lost++;
                }
            }
        }

        private static boolean isAnswer(String message) {
            return message.startsWith("answer");
        }

        private List<String> states() {
            return queue.stream().filter(message -> !isAnswer(message)).toList();
        }

        private void dropStates() {
            run.lost += states().size();
            queue.removeIf(message -> !isAnswer(message));
        }

        private void miss() {
            behind = !gone;
            dropStates();
        }

        private void listen(Stream stream) {
            listensTo = stream;
            behind = true;
        }

        private void complete(boolean well) {
            if (well) {
                run.sent++;
            } else {
                run.failed++;
                if (states().isEmpty() || !states().get(0).startsWith("whole")) {
                    miss();
                }
            }
            inFlight = queue.isEmpty() ? null : queue.remove(0);
        }

        private void end(boolean nothingSent) {
            run.lost += queue.size();
            queue.clear();
            gone = true;
            behind = false;
            listensTo = null;
            if (nothingSent && inFlight != null) {
                run.lost++;
                inFlight = null;
            }
        }
    }

    /** Runs its tasks when the test says so. */
    private static final class Lane implements Executor {

        private final Deque<Runnable> tasks = new ArrayDeque<>();

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        private void drain() {
            while (!tasks.isEmpty()) {
                tasks.poll().run();
            }
        }
    }

    /** Takes a message when the test says so, and checks that it can be understood. */
    private static final class ModelPeer implements Peer {

        private final CompletableFuture<Void> closed = new CompletableFuture<>();
        private CompletableFuture<Void> inFlight;
        private String message;
        private boolean isClosing;
        private String stream = "";
        private int sequence;
        private AssertionError fault;

        @Override
        public CompletionStage<Void> send(Message sent) {
            String text = sent.text();
            try {
                assertThat(inFlight).as("one in flight at a time").isNull();
                understand(text.split(" ", 4));
            } catch (AssertionError e) {
                fault = e;
            }
            message = text;
            inFlight = new CompletableFuture<>();
            return inFlight;
        }

        private void understand(String[] words) {
            int number = Integer.parseInt(words[2]);
            switch (words[0]) {
                case "whole" -> stream = words[1];
                case "update" -> {
                    assertThat(words[1] + " " + (number - 1)).as("builds on").isEqualTo(stream + " " + sequence);
                }
                case "sign" -> {
                    assertThat(words[1] + " " + number).as("sign of").isEqualTo(stream + " " + sequence);
                }
                default -> number = sequence;
            }
            sequence = number;
        }

        private void complete(boolean well) {
            CompletableFuture<Void> completed = inFlight;
            inFlight = null;
            if (well) {
                completed.complete(null);
            } else {
                stream = "";
                completed.completeExceptionally(new IllegalStateException("connection reset"));
            }
        }

        @Override
        public CompletionStage<Void> close(int code, String reason) {
            isClosing = true;
            return closed;
        }

        @Override
        public CompletionStage<Void> closed() {
            return closed;
        }
    }
}
