package io.thelook.dashboard.relay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.view.ViewEngine;
import io.thelook.dashboard.window.Query;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.AudienceMetrics;
import io.thelook.service.fanout.Group;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.PeerListener;
import io.thelook.service.fanout.Room;
import io.thelook.service.fanout.Subscriber;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The open pages. Each watches a query, at first the one in its address; all that watch the same one get the same views:
 * the whole when they come, then what is new of it, and in between a sign of life.
 */
@Startup
@Singleton
class Viewers implements ViewEngine.Publisher {

    /** What a viewer says beyond this is ignored: a new query costs a look at every record. */
    private static final int MOST_SAID_IN_A_SECOND = 10;

    private static final long SECOND = 1_000_000_000L;

    /** How many updates may wait for a viewer; one that is further behind is given the whole view when it is ready. */
    private static final int MOST_UPDATES_WAITING = 1;

    private static final CompletionStage<Void> NOTHING_TO_DO = CompletableFuture.completedFuture(null);

    private final ViewEngine engine;
    private final ObjectMapper json;
    private final Audience audience;
    private final LongAdder ignored = new LongAdder();

    /** Those who watch the same query. Belongs to the engine's thread. */
    private final Map<Query, Group> groups = new HashMap<>();

    Viewers(DashboardConfig config, ViewEngine engine, ObjectMapper json) {
        this.engine = engine;
        this.json = json;
        this.audience = new Audience(
                config.maxViewers(),
                Duration.ofSeconds(config.slowViewerSeconds()),
                Room.of(config.maxInFlightMb()),
                System::nanoTime);
        engine.publishTo(this);
    }

    @Produces
    @Singleton
    static MeterBinder metrics(Viewers viewers) {
        return new AudienceMetrics("live", viewers.audience);
    }

    @Produces
    @Singleton
    static MeterBinder ignoredMetric(Viewers viewers) {
        return registry -> FunctionCounter.builder("thelook.viewers.ignored", viewers.ignored, LongAdder::sum)
                .description("Messages of viewers who said too much")
                .register(registry);
    }

    Audience audience() {
        return audience;
    }

    /**
     * @param query as it stands in the address; {@code null} or empty for the default one
     */
    Optional<Viewer> join(Peer peer, Executor lane, String query) {
        return audience.join(peer, lane).map(subscriber -> {
            Viewer viewer = new Viewer(subscriber);
            // Whoever asks for what there is not still sees the shop, and is told what was wrong.
            viewer.watch.change(Query.DEFAULT);
            if (query != null && !query.isEmpty()) {
                viewer.ask(query);
            }
            return viewer;
        });
    }

    /** An open page. */
    final class Viewer implements PeerListener, ViewEngine.Watcher {

        private final Subscriber subscriber;
        private final ViewEngine.Watch watch = engine.watch(this);

        // The following belong to the viewer's lane.
        private long secondBegan = System.nanoTime();
        private int saidInSecond;

        private Viewer(Subscriber subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        public Subscriber subscriber() {
            return subscriber;
        }

        @Override
        public void heard(String message) {
            if (isTooMuch()) {
                ignored.increment();
                return;
            }
            JsonNode said;
            try {
                said = json.readTree(message);
            } catch (JsonProcessingException e) {
                refused("a message must be JSON: " + e.getOriginalMessage());
                return;
            }
            String type = said.path("type").asText();
            switch (type) {
                case "subscribe" -> ask(said.path("query").asText());
                case "replay" -> watch.replay(said.path("at").asLong());
                case "ping" ->
                    subscriber.offerIfIdle("{\"type\":\"pong\",\"id\":"
                            + said.path("id").asLong() + ",\"now\":" + System.currentTimeMillis() + "}");
                default -> refused("type \"" + type + "\": expected subscribe, replay or ping");
            }
        }

        private boolean isTooMuch() {
            long now = System.nanoTime();
            if (now - secondBegan >= SECOND) {
                secondBegan = now;
                saidInSecond = 0;
            }
            return ++saidInSecond > MOST_SAID_IN_A_SECOND;
        }

        private void ask(String query) {
            try {
                watch.change(QueryText.parse(query));
            } catch (IllegalArgumentException e) {
                refused(e.getMessage());
            }
        }

        @Override
        public void watching(Query query, String view) {
            subscriber.enter(groups.computeIfAbsent(query, unwatched -> audience.newGroup()));
            subscriber.offer(view);
        }

        @Override
        public void replayed(String view) {
            subscriber.append(view);
        }

        @Override
        public void refused(String reason) {
            String message = json.createObjectNode()
                    .put("type", "error")
                    .put("message", reason.length() <= 300 ? reason : reason.substring(0, 300) + "…")
                    .toString();
            // After what the engine has been asked for before, and so not replaced by its view.
            engine.execute(() -> subscriber.append(message));
        }

        @Override
        public void left() {
            watch.end();
        }
    }

    @Override
    public CompletionStage<Void> update(Query query, String update) {
        Group group = groups.get(query);
        return group == null ? NOTHING_TO_DO : group.append(update, MOST_UPDATES_WAITING);
    }

    @Override
    public CompletionStage<Void> catchUp(Query query, Supplier<String> whole) {
        Group group = groups.get(query);
        return group == null ? NOTHING_TO_DO : group.catchUp(whole);
    }

    @Override
    public void heartbeat(Query query, String sign) {
        Group group = groups.get(query);
        if (group != null) {
            group.broadcastToIdle(sign);
        }
    }

    @Override
    public void ended(Query query) {
        groups.remove(query);
    }

    @Scheduled(identity = "viewers", every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everySecond() {
        audience.closeStuck();
    }

    void stop(@Observes ShutdownDelayInitiatedEvent event) {
        audience.closeAll();
    }
}
