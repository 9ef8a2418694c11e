package io.thelook.benchmarks.fair;

import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** The behaviour of a hostile client, which has its own address. */
enum Attack {

    /** Eight sockets each request another view ten times a second, the limit for a viewer. */
    ALTERNATE("10.66.0.1", 8, 100) {
        @Override
        String query(long number) {
            return "window=15&country=nowhere-" + number + "&country=China&not.category=Jeans";
        }
    },

    /** 64 sockets each open a different view, and keep it open. */
    VIEWS("10.66.0.2", 64, 0) {
        @Override
        String query(long number) {
            return "window=15&not.country=nowhere-" + number;
        }
    },

    /** Eight sockets read nothing and request one view after another. */
    SILENT("10.66.0.3", 8, 100) {
        @Override
        String query(long number) {
            return number % 2 == 0 ? "window=15" : "window=5";
        }
    },

    /** Eight sockets request another view of 35 days ten times a second each. */
    HISTORY("10.66.0.4", 8, 100) {
        @Override
        String query(long number) {
            long now = System.currentTimeMillis();
            return "from=" + (now - TimeUnit.DAYS.toMillis(35)) + "&to=" + now + "&not.country=nowhere-" + number;
        }
    };

    private static final AtomicLong NUMBER = new AtomicLong();

    private final String address;
    private final int sockets;
    private final int everyMillis;

    /**
     * @param everyMillis the pause between two requests of a socket, in milliseconds; 0: one request, with the address
     */
    Attack(String address, int sockets, int everyMillis) {
        this.address = address;
        this.sockets = sockets;
        this.everyMillis = everyMillis;
    }

    /** A query that no client has requested before. */
    abstract String query(long number);

    static List<Attack> named(String names) {
        return Arrays.stream(names.split(","))
                .map(name -> Arrays.stream(values())
                        .filter(attack -> attack.name().toLowerCase(Locale.ROOT).equals(name))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException(
                                "--attacks " + names + ": expected some of alternate,views,silent,history")))
                .toList();
    }

    /** Begins; ends when the result is closed. A socket that the dashboard closes is opened again. */
    Running begin(HttpClient http, URI url, ScheduledExecutorService timer) {
        Running running = new Running(http, url);
        running.task = timer.scheduleAtFixedRate(
                running::goOn, 0, everyMillis == 0 ? 1_000 : everyMillis, TimeUnit.MILLISECONDS);
        return running;
    }

    /** A running attack. Belongs to the timer's thread, but may be closed on any. */
    final class Running implements AutoCloseable {

        private final HttpClient http;
        private final URI url;
        private final List<LiveSocket> open = new ArrayList<>();
        private final AtomicLong opened = new AtomicLong();
        private final AtomicLong asked = new AtomicLong();
        private final AtomicLong viewed = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private ScheduledFuture<?> task;

        private Running(HttpClient http, URI url) {
            this.http = http;
            this.url = url;
        }

        private synchronized void goOn() {
            open.removeIf(LiveSocket::isOver);
            while (open.size() < sockets) {
                URI asked = everyMillis > 0 ? url : URI.create(url + "?" + query(NUMBER.incrementAndGet()));
                open.add(new LiveSocket(http, asked, address, Attack.this == SILENT ? null : this::hear));
                opened.incrementAndGet();
            }
            if (everyMillis > 0) {
                open.forEach(socket -> socket.subscribe(query(NUMBER.incrementAndGet())));
                this.asked.addAndGet(sockets);
            }
        }

        private void hear(String text) {
            if (text.startsWith("{\"type\":\"view\"")) {
                viewed.incrementAndGet();
            } else if (text.startsWith("{\"type\":\"error\"")) {
                refused.incrementAndGet();
            }
        }

        /** Its requests, and the responses to them. */
        @Override
        public String toString() {
            return String.format(
                    "%-9s sockets opened %d, requests %d, views %d, errors %d",
                    name().toLowerCase(Locale.ROOT), opened.get(), asked.get(), viewed.get(), refused.get());
        }

        @Override
        public void close() {
            task.cancel(false);
            synchronized (this) {
                open.forEach(LiveSocket::close);
                open.clear();
            }
        }
    }
}
