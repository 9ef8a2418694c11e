package io.thelook.e2e;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/**
 * Many viewers of a dashboard. Each keeps its connection as the page does (web/app/connection.js): the same waits, the
 * same limit on silence. Thread-safe.
 */
final class Crowd implements AutoCloseable {

    private static final long FIRST_WAIT = 250;
    private static final long LONGEST_WAIT = 10_000;
    private static final long ATTEMPT_LIMIT = 10_000;
    private static final Duration LASTING = Duration.ofSeconds(5);
    private static final Duration GIVEN_UP_AFTER = Duration.ofSeconds(5);

    /** The page calls the figures old when it has heard nothing for longer. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private static final String WHOLE = "{\"type\":\"view\"";
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final int HANDSHAKES_AT_A_TIME = 50;

    private final ExecutorService threads = Executors.newFixedThreadPool(2, task -> new Thread(task, "crowd"));
    private final ScheduledExecutorService timers =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "crowd timers"));
    private final HttpClient client = HttpClient.newBuilder().executor(threads).build();
    private final List<Viewer> viewers = new ArrayList<>();
    private final Map<Integer, LongAdder> closeCodes = new TreeMap<>();
    private final LongAdder failures = new LongAdder();
    private volatile boolean isOver;

    /** Opens the connections, some at a time, and waits until all show the live shop. */
    Crowd(URI live, int size, Duration atMost) {
        for (int first = 0; first < size; first += HANDSHAKES_AT_A_TIME) {
            List<Viewer> some = new ArrayList<>();
            for (int i = first; i < Math.min(size, first + HANDSHAKES_AT_A_TIME); i++) {
                some.add(new Viewer(live));
            }
            viewers.addAll(some);
            some.forEach(Viewer::connect);
            Awaitility.await().atMost(atMost).until(() -> some.stream().allMatch(Viewer::isLive));
        }
    }

    /** The number of viewers that see the shop live: connected, with a live feed, and not silent. */
    int live() {
        return count(Viewer::isLive);
    }

    private int count(Predicate<Viewer> condition) {
        return (int) viewers.stream().filter(condition).count();
    }

    /** Waits until all viewers see the shop live; returns how long that took. */
    Duration awaitLive(Duration atMost) {
        return until(atMost, "live", Viewer::isLive);
    }

    /** Waits until no viewer takes the figures for live; returns how long that took. */
    Duration awaitStale(Duration atMost) {
        return until(atMost, "stale", viewer -> !viewer.isLive());
    }

    /** Waits until all viewers have received a view that was made after a time, in milliseconds since the epoch. */
    Duration awaitNewerThan(long time, Duration atMost) {
        return until(atMost, "newer", viewer -> viewer.newest.get() > time);
    }

    /** Waits until all viewers show the same figures. */
    void awaitAgreement(Duration atMost) {
        Awaitility.await("all see the same figures")
                .atMost(atMost)
                .pollInterval(BETWEEN_LOOKS)
                .until(() -> viewers.stream()
                                .map(viewer -> viewer.metrics)
                                .distinct()
                                .count()
                        == 1);
    }

    private Duration until(Duration atMost, String what, Predicate<Viewer> condition) {
        long start = System.nanoTime();
        Awaitility.await(what)
                .atMost(atMost)
                .pollInterval(BETWEEN_LOOKS)
                .until(() -> count(condition), number -> number == viewers.size());
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** Ends all connections at once, without a close, and connects again at once, without a wait. */
    void reconnectAtOnce() {
        viewers.forEach(Viewer::drop);
        viewers.forEach(Viewer::connect);
    }

    /** The number of connections that ended with each close code. */
    Map<Integer, Long> closeCodes() {
        synchronized (closeCodes) {
            Map<Integer, Long> numbers = new TreeMap<>();
            closeCodes.forEach((code, number) -> numbers.put(code, number.sum()));
            return numbers;
        }
    }

    /** The number of attempts to connect that failed. */
    long failures() {
        return failures.sum();
    }

    /** The number of times that a viewer was shown fewer orders than before. */
    int regressions() {
        return viewers.stream().mapToInt(viewer -> viewer.regressions).sum();
    }

    /** The longest time, of any viewer, between two messages that it showed; restarts with each call. */
    Duration longestGap() {
        return Duration.ofNanos(viewers.stream()
                .mapToLong(viewer -> viewer.longestGap.getAndSet(0))
                .max()
                .orElse(0));
    }

    /** The figures that the viewers show. */
    List<String> metrics() {
        return viewers.stream().map(viewer -> viewer.metrics).distinct().toList();
    }

    /**
     * The time from the making of each view to its arrival, in milliseconds, ascending; of those that have arrived
     * since the last call.
     */
    List<Long> delays() {
        return take(viewer -> viewer.delays);
    }

    /**
     * The time from the creation of records to the arrival of the view that shows them, in milliseconds, ascending;
     * for the oldest record of each view that has arrived since the last call.
     */
    List<Long> latencies() {
        return take(viewer -> viewer.latencies);
    }

    private List<Long> take(Function<Viewer, List<Long>> times) {
        List<Long> all = new ArrayList<>();
        for (Viewer viewer : viewers) {
            List<Long> some = times.apply(viewer);
            synchronized (some) {
                all.addAll(some);
                some.clear();
            }
        }
        all.sort(null);
        return all;
    }

    @Override
    public void close() {
        isOver = true;
        viewers.forEach(Viewer::drop);
        timers.shutdownNow();
        threads.shutdown();
    }

    /** One open page. */
    private final class Viewer {

        private final URI live;
        private final AtomicLong newest = new AtomicLong();
        private final List<Long> delays = new ArrayList<>();
        private final List<Long> latencies = new ArrayList<>();
        private final AtomicLong longestGap = new AtomicLong();
        private volatile String metrics = "";
        private volatile boolean isFeedLive;
        private volatile long heardAt;
        private volatile int regressions;
        private volatile long[] position = {};

        /** The position of what is shown, if the viewer was connected to another dashboard then; empty otherwise. */
        private volatile long[] floor = {};

        private long shownAt;
        private long orders;
        private Link link;
        private int attempt;

        private Viewer(URI live) {
            this.live = live;
        }

        boolean isLive() {
            Link current = current();
            return current != null
                    && current.isOpen
                    && isFeedLive
                    && !metrics.isEmpty()
                    && current.hasView
                    && floor.length == 0
                    && System.nanoTime() - heardAt <= SILENCE.toNanos();
        }

        private synchronized Link current() {
            return link;
        }

        synchronized void connect() {
            if (isOver) {
                return;
            }
            link = new Link(this);
            Link attempted = link;
            client.newWebSocketBuilder().buildAsync(live, attempted).whenComplete((socket, failure) -> {
                if (failure != null) {
                    failures.increment();
                    lost(attempted);
                }
            });
            attempted.limit = timers.schedule(
                    () -> {
                        if (!attempted.isOpen) {
                            lost(attempted);
                        }
                    },
                    ATTEMPT_LIMIT,
                    TimeUnit.MILLISECONDS);
        }

        /** As the page: forgets the connection and waits before it tries again. */
        synchronized void lost(Link gone) {
            if (gone != link || isOver) {
                return;
            }
            if (gone.isOpen && System.nanoTime() - gone.openedAt > LASTING.toNanos()) {
                attempt = 0;
            }
            drop();
            if (floor.length == 0) {
                floor = position;
            }
            long limit = Math.min(LONGEST_WAIT, FIRST_WAIT << Math.min(attempt, 10));
            attempt++;
            timers.schedule(this::connect, ThreadLocalRandom.current().nextLong(limit + 1), TimeUnit.MILLISECONDS);
        }

        synchronized void drop() {
            Link gone = link;
            link = null;
            if (gone != null) {
                gone.end();
            }
        }

        void hear(String message) {
            heardAt = System.nanoTime();
            if (isBehind(message)) {
                return;
            }
            if (shownAt != 0) {
                longestGap.accumulateAndGet(heardAt - shownAt, Math::max);
            }
            shownAt = heardAt;
            long arrival = System.currentTimeMillis();
            int source = message.indexOf("\"source\":{\"state\":\"");
            if (source >= 0) {
                isFeedLive = message.startsWith("live\"", source + 19);
            }
            int at = message.indexOf("\"metrics\":{");
            if (at < 0 && message.startsWith(WHOLE)) {
                // The page has nothing to show.
                metrics = "";
            } else if (at >= 0) {
                metrics = message.substring(at, message.indexOf('}', at) + 1);
                long before = orders;
                orders = number(metrics, "\"num_orders\":");
                if (orders < before) {
                    regressions++;
                }
                long now = number(message, "\"now\":");
                newest.set(now);
                add(delays, arrival - now);
                int fresh = message.indexOf("\"fresh\":{");
                if (fresh >= 0) {
                    add(latencies, arrival - now + number(message.substring(fresh), "\"oldest\":"));
                }
            }
        }

        /** As the page: keeps what it shows until the other dashboard has reached its position. */
        private boolean isBehind(String message) {
            int at = message.indexOf("\"position\":[");
            if (at >= 0) {
                String numbers = message.substring(at + 12, message.indexOf(']', at));
                position = numbers.isEmpty()
                        ? new long[0]
                        : Arrays.stream(numbers.split(","))
                                .mapToLong(Long::parseLong)
                                .toArray();
            }
            long[] wanted = floor;
            boolean isReached = at >= 0 || wanted.length == 0;
            for (int i = 0; i < wanted.length && isReached; i++) {
                isReached = i < position.length && position[i] >= wanted[i];
            }
            if (isReached) {
                floor = new long[0];
            }
            return !isReached;
        }

        private void add(List<Long> times, long time) {
            synchronized (times) {
                times.add(time);
            }
        }
    }

    private static long number(String message, String field) {
        int from = message.indexOf(field) + field.length();
        int to = from;
        while (to < message.length() && Character.isDigit(message.charAt(to))) {
            to++;
        }
        return Long.parseLong(message, from, to, 10);
    }

    /** One connection of a viewer. */
    private final class Link implements WebSocket.Listener {

        private final Viewer viewer;
        private final StringBuilder partial = new StringBuilder();
        private volatile WebSocket socket;
        private volatile boolean isOpen;
        private volatile boolean hasView;
        private volatile boolean isGone;
        private volatile long openedAt;
        private volatile ScheduledFuture<?> limit;
        private volatile ScheduledFuture<?> watch;

        private Link(Viewer viewer) {
            this.viewer = viewer;
        }

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            openedAt = viewer.heardAt = System.nanoTime();
            isOpen = true;
            if (isGone) {
                opened.abort();
                return;
            }
            watch = timers.scheduleAtFixedRate(this::checkSilence, 1, 1, TimeUnit.SECONDS);
            opened.request(1);
        }

        private void checkSilence() {
            if (System.nanoTime() - viewer.heardAt > GIVEN_UP_AFTER.toNanos()) {
                viewer.lost(this);
            }
        }

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                if (!isGone) {
                    String message = partial.toString();
                    viewer.hear(message);
                    hasView |= message.startsWith(WHOLE);
                }
                partial.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            synchronized (closeCodes) {
                closeCodes.computeIfAbsent(code, unseen -> new LongAdder()).increment();
            }
            viewer.lost(this);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            viewer.lost(this);
        }

        private void end() {
            isGone = true;
            cancel(limit);
            cancel(watch);
            if (socket != null) {
                socket.abort();
            }
        }

        private void cancel(ScheduledFuture<?> timer) {
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }
}
