package io.thelook.dashboard.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.quarkus.runtime.Startup;
import io.quarkus.scheduler.Scheduled;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.Subscription;
import io.thelook.dashboard.engine.SubscriptionListener;
import io.thelook.dashboard.engine.ViewPublisher;
import io.thelook.dashboard.view.QueryText;
import io.thelook.dashboard.window.Query;
import io.thelook.dashboard.window.Selection;
import io.thelook.service.fanout.Audience;
import io.thelook.service.fanout.AudienceMetrics;
import io.thelook.service.fanout.Group;
import io.thelook.service.fanout.Peer;
import io.thelook.service.fanout.PeerListener;
import io.thelook.service.fanout.Room;
import io.thelook.service.fanout.Subscriber;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * The open pages. Each subscribes to a query, at first the one in its address. All subscribers to a query receive the
 * same messages: the whole view when they subscribe, then updates, and heartbeats while there are no updates.
 */
@Startup
@Singleton
class Viewers implements ViewPublisher {

    /** Limit on updates that wait for a viewer. A viewer that misses one receives the whole view when it is ready. */
    private static final int MOST_UPDATES_WAITING = 1;

    /** The messages that request other times, which guests may not see. */
    private static final Set<String> PAST = Set.of("replay", "day");

    private static final String ONE_VIEW = "the link shares one view, and nothing else";

    private static final CompletionStage<Void> NOTHING_TO_DO = CompletableFuture.completedFuture(null);

    private final Engine engine;
    private final ObjectMapper json;
    private final Audience audience;
    private final LongAdder ignored = new LongAdder();

    /** The viewers of each selection. Belongs to the engine's thread. */
    private final Map<Selection, Group> groups = new HashMap<>();

    Viewers(DashboardConfig config, Engine engine, ObjectMapper json) {
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
                .description("Messages ignored because a viewer sent too many")
                .register(registry);
    }

    Audience audience() {
        return audience;
    }

    /**
     * Adds a page and subscribes it to its query.
     *
     * @param address of the page, as limits count it
     * @param query as in the address of the socket; {@code null} or empty for the default one
     * @param only the one view that the page may show, if it is a guest's
     * @return empty if there are too many pages
     */
    Optional<Viewer> join(Peer peer, Executor lane, String address, String query, Optional<Selection> only) {
        return audience.join(peer, lane).map(subscriber -> {
            Viewer viewer = new Viewer(subscriber, address, only);
            viewer.subscribe(query == null ? "" : query);
            return viewer;
        });
    }

    /** An open page. */
    final class Viewer implements PeerListener, SubscriptionListener {

        private final Subscriber subscriber;
        private final Subscription subscription;
        private final Optional<Selection> only;
        private final MessageRate rate = new MessageRate(System::nanoTime);

        private Viewer(Subscriber subscriber, String address, Optional<Selection> only) {
            this.subscriber = subscriber;
            this.only = only;
            this.subscription = engine.subscription(address, this);
        }

        @Override
        public Subscriber subscriber() {
            return subscriber;
        }

        @Override
        public void heard(String message) {
            if (rate.isExceeded()) {
                ignored.increment();
                return;
            }
            JsonNode request;
            try {
                request = json.readTree(message);
            } catch (JsonProcessingException e) {
                refused("a message must be JSON: " + e.getOriginalMessage());
                return;
            }
            String type = request.path("type").asText();
            if (only.isPresent() && PAST.contains(type)) {
                refused(ONE_VIEW);
                return;
            }
            switch (type) {
                case "subscribe" -> subscribe(request.path("query").asText());
                case "replay" -> subscription.replay(request.path("at").asLong());
                case "day" -> subscription.day(request.path("at").asLong());
                case "ping" ->
                    subscriber.offerIfIdle("{\"type\":\"pong\",\"id\":"
                            + request.path("id").asLong() + ",\"now\":" + System.currentTimeMillis() + "}");
                default -> refused("type \"" + type + "\": expected subscribe, replay, day or ping");
            }
        }

        private void subscribe(String query) {
            try {
                Selection selection = QueryText.selection(query);
                if (only.isPresent() && !only.get().equals(selection)) {
                    refused(ONE_VIEW);
                } else {
                    subscription.change(selection);
                }
            } catch (IllegalArgumentException e) {
                refused(e.getMessage());
            }
        }

        @Override
        public void subscribed(Selection selection, String view) {
            subscriber.enter(groups.computeIfAbsent(selection, unseen -> audience.newGroup()));
            subscriber.offer(view);
        }

        @Override
        public void replayed(String view) {
            subscriber.answer(view);
        }

        @Override
        public void refused(String reason) {
            String message = json.createObjectNode()
                    .put("type", "error")
                    .put("message", reason.length() <= 300 ? reason : reason.substring(0, 300) + "…")
                    .toString();
            // A page whose first query is refused shows the default view, together with the error.
            subscription.changeIfNone(only.orElse(Query.DEFAULT));
            // Sent after the answers to earlier requests.
            engine.execute(() -> subscriber.answer(message));
        }

        @Override
        public void left() {
            subscription.end();
        }
    }

    @Override
    public CompletionStage<Void> update(Selection selection, String update) {
        Group group = groups.get(selection);
        return group == null ? NOTHING_TO_DO : group.append(update, MOST_UPDATES_WAITING);
    }

    @Override
    public CompletionStage<Void> catchUp(Selection selection, Supplier<String> whole) {
        Group group = groups.get(selection);
        return group == null ? NOTHING_TO_DO : group.catchUp(whole);
    }

    @Override
    public void missed(Selection selection) {
        Group group = groups.get(selection);
        if (group != null) {
            group.allFallBehind();
        }
    }

    @Override
    public void heartbeat(Selection selection, String heartbeat) {
        Group group = groups.get(selection);
        if (group != null) {
            group.broadcastToIdle(heartbeat);
        }
    }

    @Override
    public void ended(Selection selection) {
        groups.remove(selection);
    }

    @Scheduled(identity = "viewers", every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void everySecond() {
        audience.closeStuck();
    }

    /** Closes all pages, spread over a time. */
    void stop(Duration over) {
        audience.closeAll(over);
    }
}
