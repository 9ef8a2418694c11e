package io.thelook.producer;

import io.quarkus.runtime.Quarkus;
import io.thelook.producer.persist.Persistence;
import io.thelook.producer.publish.Publication;
import io.thelook.producer.scenario.Scenarios;
import io.thelook.producer.store.Catalogue;
import io.thelook.service.fanout.Audience;
import io.thelook.service.feed.FeedServer;
import io.thelook.service.feed.FeedWindow;
import io.thelook.service.status.Product;
import io.thelook.service.status.Section;
import io.thelook.service.status.StatusReport;
import io.thelook.service.thread.ServiceThread;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * The state of the producer for {@code /status}, put together on request. Without secrets. Thread-safe.
 */
@Singleton
class ProducerStatus {

    private static final double NEARLY = 0.9;

    private final String version;
    private final ProducerConfig config;
    private final LiveShop shop;
    private final CompletableFuture<Catalogue> opened;
    private final FeedWindow window;
    private final FeedServer feed;
    private final Audience clients;
    private final Scenarios scenarios;
    private final Persistence persistence;
    private final Publication publication;

    ProducerStatus(
            @ConfigProperty(name = "quarkus.application.version") String version,
            ProducerConfig config,
            LiveShop shop,
            CompletionStage<Catalogue> opened,
            FeedWindow window,
            FeedServer feed,
            Audience clients,
            Scenarios scenarios,
            Persistence persistence,
            Publication publication) {
        this.version = version;
        this.config = config;
        this.shop = shop;
        this.opened = opened.toCompletableFuture();
        this.window = window;
        this.feed = feed;
        this.clients = clients;
        this.scenarios = scenarios;
        this.persistence = persistence;
        this.publication = publication;
    }

    StatusReport report() {
        return new StatusReport(
                "producer",
                problems(),
                List.of(
                        Product.section(version, Quarkus.class).build(),
                        shop(),
                        limits(),
                        delivery("persist", "Database (PERSIST)", persistence.state()),
                        delivery("publish", "Receiver (PUBLISH)", publication.state()),
                        threads()));
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (opened.isCompletedExceptionally()) {
            problems.add("The shop could not open: the log says why. Restart the producer.");
        }
        if (clients.size() > NEARLY * clients.capacity()) {
            problems.add("The limit on clients of the feed is nearly reached: " + clients.size() + " of "
                    + clients.capacity() + ".");
        }
        for (HealthCheckResponse delivery : List.of(persistence.state(), publication.state())) {
            Map<String, Object> data = delivery.getData().orElse(Map.of());
            if (data.containsKey("reason")) {
                problems.add(delivery.getName().toUpperCase(Locale.ROOT) + " is " + data.get("state") + ": "
                        + data.get("reason") + ".");
            }
        }
        for (ServiceThread thread : List.of(shop.thread(), feed.thread())) {
            if (!thread.isAlive()) {
                problems.add("The thread " + thread.name() + " is " + thread.state() + ". Restart the producer.");
            }
        }
        return problems;
    }

    private Section shop() {
        return Section.titled("shop", "Shop")
                .text("state", "State", state())
                .text("mode", "Mode", config.mode().name().toLowerCase(Locale.ROOT))
                .text("pace", "Visits", config.pace())
                .text(
                        "scenario",
                        "Scenario",
                        scenarios
                                .current()
                                .map(running -> running.scenario().label())
                                .orElse("none"))
                .count("lookback_minutes", "Minutes in the window", config.lookbackMinutes())
                .build();
    }

    private String state() {
        if (opened.isCompletedExceptionally()) {
            return "failed";
        }
        return opened.isDone() ? "open" : "opening";
    }

    private Section limits() {
        Section.Builder section = Section.titled("limits", "Limits used")
                .limit("clients", "Clients of the feed", clients.size(), clients.capacity())
                .limit("records", "Records in the window", window.size(), config.maxRecords());
        return Product.heap(section).build();
    }

    private static Section delivery(String name, String title, HealthCheckResponse state) {
        Section.Builder section = Section.titled(name, title);
        state.getData().orElse(Map.of()).entrySet().stream()
                .sorted(Map.Entry.comparingByKey(ProducerStatus::inOrder))
                .forEach(fact -> {
                    String label = fact.getKey().substring(0, 1).toUpperCase(Locale.ROOT)
                            + fact.getKey().substring(1);
                    if (fact.getValue() instanceof Number number) {
                        section.count(fact.getKey(), label, number.longValue());
                    } else {
                        section.text(fact.getKey(), label, fact.getValue().toString());
                    }
                });
        return section.build();
    }

    private static int inOrder(String one, String other) {
        List<String> order = List.of("state", "reason", "refusal", "waiting", "dropped");
        return Integer.compare(order.indexOf(one), order.indexOf(other));
    }

    private Section threads() {
        Section.Builder section = Section.titled("threads", "Threads");
        for (ServiceThread thread : List.of(shop.thread(), feed.thread())) {
            section.text(thread.name(), thread.name(), thread.state());
            if (thread.failures() > 0) {
                section.count(thread.name() + "_failures", "Failed tasks of " + thread.name(), thread.failures());
            }
        }
        return section.build();
    }
}
