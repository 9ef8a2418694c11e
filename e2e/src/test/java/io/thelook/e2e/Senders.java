package io.thelook.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Deliver order after order, without a pause, until they are stopped or the dashboard does not answer. */
final class Senders implements AutoCloseable {

    /** Long ids fill a disk sooner. */
    private static final String PADDING = "-" + "x".repeat(150);

    /** The orders that the dashboard has confirmed, as {@code order/item}. */
    final Set<String> confirmed = ConcurrentHashMap.newKeySet();

    /** The deliveries that were refused: with 503, or by a load balancer that lost the dashboard, with 502. */
    final AtomicInteger refused = new AtomicInteger();

    private final ExecutorService threads;
    private final List<Future<?>> senders = new ArrayList<>();
    private volatile boolean isOver;

    Senders(ServiceProcess dashboard, String prefix, int number) {
        this(dashboard.uri("http", "/ingest"), prefix, number);
    }

    Senders(URI ingest, String prefix, int number) {
        threads = Executors.newFixedThreadPool(number, task -> new Thread(task, "sender"));
        for (int i = 0; i < number; i++) {
            String own = prefix + "-" + i + "-";
            senders.add(threads.submit(() -> send(ingest, own)));
        }
    }

    private Void send(URI ingest, String prefix) throws InterruptedException {
        HttpClient client = HttpClient.newHttpClient();
        for (int i = 0; !isOver; i++) {
            String order = prefix + i + PADDING;
            try {
                switch (client.send(Delivery.request(ingest, Delivery.record(order, "1", 3)), BodyHandlers.discarding())
                        .statusCode()) {
                    case 202 -> confirmed.add(order + "/1");
                    case 502, 503 -> refused.incrementAndGet();
                    default -> throw new AssertionError("an answer that a sender cannot expect");
                }
            } catch (IOException gone) {
                return null;
            }
        }
        return null;
    }

    /** Waits until the senders have stopped because the dashboard does not answer. */
    void awaitEnd() throws InterruptedException, ExecutionException {
        for (Future<?> sender : senders) {
            sender.get();
        }
    }

    @Override
    public void close() {
        stop();
    }

    /** Lets them finish what is under way, and stops them. */
    void stop() {
        isOver = true;
        try {
            awaitEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
