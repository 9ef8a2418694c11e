package io.thelook.benchmarks.fair;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Viewers of the dashboard, each with its own address. Most keep the default view open. Three of them request a new
 * view every three seconds: one of 7 days, if the history is measured, otherwise one of 15 minutes.
 */
final class NormalViewers implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ASKING = 3;
    private static final long BETWEEN_VIEWS_MILLIS = 3_000;

    private final AtomicLong number = new AtomicLong();
    private final List<LiveSocket> sockets = new ArrayList<>();
    private final boolean isHistory;
    private final List<ScheduledFuture<?>> timers = new ArrayList<>();
    private volatile Sample sample;

    /**
     * The measurements in phases of one kind.
     *
     * @param delay from the creation of an order to its arrival
     * @param interval between two updates
     * @param answer from the request of a view to its arrival
     * @param lost the number of requests that were refused, or not answered before the next one
     */
    record Sample(Figures delay, Figures interval, Figures answer, AtomicLong lost) {

        Sample() {
            this(new Figures(), new Figures(), new Figures(), new AtomicLong());
        }
    }

    NormalViewers(HttpClient http, URI url, int watching, boolean isHistory, ScheduledExecutorService threads) {
        this.isHistory = isHistory;
        for (int i = 0; i < watching; i++) {
            sockets.add(new LiveSocket(http, url, "10.1.0." + i, new Watching()::hear));
        }
        List<Asking> asking = new ArrayList<>();
        for (int i = 0; i < ASKING; i++) {
            asking.add(new Asking(http, url, "10.2.0." + i));
            sockets.add(asking.get(i).socket);
        }
        if (!sockets.stream().allMatch(LiveSocket::awaitOpen)) {
            throw new IllegalStateException(url + ": expected a dashboard that admits viewers");
        }
        for (int i = 0; i < ASKING; i++) {
            timers.add(threads.scheduleAtFixedRate(
                    asking.get(i)::ask,
                    i * BETWEEN_VIEWS_MILLIS / ASKING,
                    BETWEEN_VIEWS_MILLIS,
                    TimeUnit.MILLISECONDS));
        }
    }

    /** Counts into this sample from now on; {@code null} counts nothing. */
    void count(Sample into) {
        sample = into;
    }

    /** Whether every connection is still open. */
    boolean areConnected() {
        return sockets.stream().noneMatch(LiveSocket::isOver);
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("expected JSON: " + text, e);
        }
    }

    /** A viewer that keeps one view open. */
    private final class Watching {

        private Sample counted;
        private long lastUpdate;

        void hear(String text) {
            JsonNode message = parse(text);
            if (!message.path("type").asText().equals("update")) {
                return;
            }
            Sample into = sample;
            long now = System.nanoTime();
            if (into != null && into == counted) {
                into.interval.record(TimeUnit.NANOSECONDS.toMillis(now - lastUpdate));
            }
            JsonNode fresh = message.path("fresh");
            if (into != null && fresh.has("oldest")) {
                long madeAt = message.path("now").asLong();
                into.delay.record(System.currentTimeMillis()
                        - madeAt
                        + fresh.path("oldest").asLong());
            }
            counted = into;
            lastUpdate = now;
        }
    }

    /** A viewer that requests one view after another. */
    private final class Asking {

        private final LiveSocket socket;
        private String name = "";
        private long askedAt;
        private Sample askedIn;
        private boolean isWaiting;

        Asking(HttpClient http, URI url, String address) {
            socket = new LiveSocket(http, url, address, this::hear);
        }

        synchronized void ask() {
            if (isWaiting && askedIn != null) {
                askedIn.lost.incrementAndGet();
            }
            if (isWaiting && System.nanoTime() - askedAt < TimeUnit.SECONDS.toNanos(30)) {
                return;
            }
            name = "nobody-" + number.incrementAndGet();
            askedAt = System.nanoTime();
            askedIn = sample;
            isWaiting = true;
            socket.subscribe((isHistory ? "window=7d" : "window=15") + "&not.country=" + name);
        }

        private synchronized void hear(String text) {
            JsonNode message = parse(text);
            String type = message.path("type").asText();
            if (!isWaiting || !type.equals("view") && !type.equals("error")) {
                return;
            }
            isWaiting = false;
            if (askedIn == null) {
                return;
            }
            if (type.equals("view")) {
                askedIn.answer.record(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - askedAt));
            } else {
                askedIn.lost.incrementAndGet();
            }
        }
    }

    @Override
    public void close() {
        timers.forEach(timer -> timer.cancel(false));
        sockets.forEach(LiveSocket::close);
    }
}
