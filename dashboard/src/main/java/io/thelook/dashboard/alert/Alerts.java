package io.thelook.dashboard.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.thelook.dashboard.alert.Notice.Kind;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.view.Figures;
import io.thelook.dashboard.window.Query;
import io.thelook.service.start.BadSetting;
import io.thelook.service.start.Shown;
import io.thelook.service.thread.ServiceThread;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Judges the rules of ALERTS and delivers their messages, on the thread {@code alerts}.
 *
 * <p>Each query of a rule has a subscription, as a viewer without a socket has. After each push, the engine's thread
 * hands over the figures that the viewers received, and does nothing more. If the thread {@code alerts} falls behind,
 * it judges the newest ones only.
 *
 * <p>A rule about a figure is judged once for each push that follows a message of the feed, and only while its window
 * is complete. While the feed sends nothing, only rules about silence are judged, every second.
 *
 * <p>Thread-safe.
 */
public final class Alerts {

    private static final Logger LOG = Logger.getLogger(Alerts.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final BigDecimal MILLIS = BigDecimal.valueOf(1_000);

    private final Engine engine;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final Supplier<String> ids;
    private final ServiceThread thread = new ServiceThread("alerts");
    private final Post post;
    private final List<RuleView> views;
    private final List<Watched> watched;
    private final List<Courier> couriers;
    private final AtomicReference<Reading> newest = new AtomicReference<>();

    private long startedAt;

    // Used only by the thread of the alerts.
    private Long dataAt;

    /**
     * The rules and the resources of the alerts.
     *
     * @param wording the words of the messages
     * @param limits of the deliveries
     * @param nanoTime as {@link System#nanoTime}
     * @param random for the waits between attempts
     * @param ids makes unique ids of messages and alerts
     */
    record Parts(
            Wording wording,
            RetryLimits limits,
            InstantSource clock,
            LongSupplier nanoTime,
            RandomGenerator random,
            Supplier<String> ids) {}

    /**
     * The figures after a push.
     *
     * @param dataAt when the feed's newest message arrived, in milliseconds since the epoch; {@code null} if none has
     * @param figures of each query of a rule
     */
    private record Reading(Long dataAt, Map<Query, Figures> figures) {}

    /** A rule with its state. */
    private static final class Watched {

        private final Rule rule;
        private final Watch watch;
        private final List<Courier> couriers;
        private final LongAdder fired = new LongAdder();
        private Long judgedDataAt;
        private BigDecimal value = BigDecimal.ZERO;
        private Long minutes;
        private String alertId = "";
        private Instant since = Instant.EPOCH;

        private Watched(Rule rule, List<Courier> couriers) {
            this.rule = rule;
            this.watch = new Watch(rule);
            this.couriers = couriers;
        }
    }

    /**
     * Reads the rules.
     *
     * @param file with the rules, the value of ALERTS
     * @param maxQueries the limit on their different queries
     * @throws BadSetting if the file is invalid
     */
    public static Alerts of(Path file, String shop, String currency, int maxQueries, Engine engine, ObjectMapper json) {
        AlertRules rules = RulesFile.read(file, System::getenv);
        // The engine always has the view of the default query.
        long queries = rules.queries().stream()
                .filter(query -> !query.equals(Query.DEFAULT))
                .count();
        if (queries > maxQueries) {
            throw new BadSetting(
                    "ALERTS",
                    Shown.text(file.toString()) + ": " + queries + " different queries: expected at most " + maxQueries
                            + ", because of MAX_VIEWS and MAX_VIEWS_PER_ADDRESS");
        }
        return new Alerts(
                rules,
                engine,
                json,
                new Parts(
                        new Wording(shop, currency, rules.page()),
                        RetryLimits.USUAL,
                        InstantSource.system(),
                        System::nanoTime,
                        new SplittableRandom(),
                        () -> UUID.randomUUID().toString()));
    }

    Alerts(AlertRules rules, Engine engine, ObjectMapper json, Parts parts) {
        this.engine = engine;
        this.clock = parts.clock();
        this.nanoTime = parts.nanoTime();
        this.ids = parts.ids();
        this.post = new Post(parts.limits(), parts.clock());
        this.views = rules.queries().stream()
                .map(query -> new RuleView(query, engine))
                .toList();
        Payloads payloads = new Payloads(parts.wording(), json);
        Map<Webhook, Courier> couriersByWebhook = rules.webhooks().stream()
                .collect(Collectors.toMap(
                        webhook -> webhook,
                        webhook -> new Courier(
                                webhook, payloads, post, parts.limits(), thread, nanoTime, parts.random())));
        this.couriers = List.copyOf(couriersByWebhook.values());
        this.watched = rules.rules().stream()
                .map(rule -> new Watched(
                        rule,
                        rule.webhooks().stream().map(couriersByWebhook::get).toList()))
                .toList();
    }

    /** Begins to judge. Call it once, before the engine starts. */
    public void start() {
        LOG.infof(
                "%d alert rules, to %s",
                watched.size(),
                couriers.stream()
                        .map(courier -> courier.webhook().toString())
                        .sorted()
                        .collect(Collectors.joining(", ")));
        startedAt = clock.millis();
        views.forEach(RuleView::open);
        engine.onPush(this::pushed);
        thread.every(TICK, this::tick);
    }

    /** Hands the figures over. On the engine's thread. */
    private void pushed(Long arrival) {
        Map<Query, Figures> figures = new HashMap<>();
        for (RuleView view : views) {
            view.figures().ifPresent(each -> figures.put(view.query(), each));
        }
        if (newest.getAndSet(new Reading(arrival, figures)) == null) {
            thread.execute(this::judge);
        }
    }

    private void judge() {
        Reading reading = newest.getAndSet(null);
        dataAt = reading.dataAt();
        long now = nanoTime.getAsLong();
        for (Watched each : watched) {
            Figures figures = reading.figures().get(each.rule.query());
            boolean isNew = figures != null && !Objects.equals(dataAt, each.judgedDataAt);
            if (isNew && !each.rule.condition().isAboutSilence()) {
                each.judgedDataAt = dataAt;
                each.minutes = figures.minutes();
                Optional<Figures> complete = Optional.of(figures).filter(Figures::isComplete);
                judge(each, complete.flatMap(each.rule::value), now);
            }
        }
    }

    private void judge(Watched each, Optional<BigDecimal> value, long now) {
        value.ifPresent(known -> each.value = known);
        each.watch.judge(value, now).ifPresent(kind -> tell(each, kind));
    }

    private void tick() {
        long now = nanoTime.getAsLong();
        long silentSince = dataAt == null ? startedAt : dataAt;
        BigDecimal age = BigDecimal.valueOf(clock.millis() - silentSince).divide(MILLIS);
        for (Watched each : watched) {
            if (each.rule.condition().isAboutSilence()) {
                judge(each, Optional.of(age), now);
            } else {
                each.watch.repeat(now).ifPresent(kind -> tell(each, kind));
            }
        }
        views.forEach(RuleView::retry);
    }

    private void tell(Watched each, Kind kind) {
        Instant at = clock.instant();
        if (kind == Kind.FIRING) {
            each.fired.increment();
            each.alertId = ids.get();
            each.since = at;
        }
        Notice notice = new Notice(ids.get(), each.alertId, kind, each.rule, each.value, each.minutes, at, each.since);
        LOG.logf(
                kind == Kind.RECOVERED ? Logger.Level.INFO : Logger.Level.WARN,
                "alert “%s”: %s, at %s",
                each.rule.name(),
                kind.label(),
                each.value.toPlainString());
        each.couriers.forEach(courier -> courier.offer(notice));
    }

    /** The thread that judges and delivers. */
    public ServiceThread thread() {
        return thread;
    }

    /** Adds the meters {@code thelook.alerts.*}. */
    public void bindTo(MeterRegistry registry) {
        AlertMeters meters = new AlertMeters(registry);
        watched.forEach(each -> meters.bind(each.rule, each.watch, each.fired));
        couriers.forEach(meters::bind);
    }

    /** Stops judging and sending. Waiting messages are lost; the log has their number. */
    public void stop() {
        thread.shutdownNow();
        post.close();
        long left = couriers.stream().mapToLong(Courier::waiting).sum();
        if (left > 0) {
            LOG.warnf("%d messages of alerts were not delivered before the stop", left);
        }
    }
}
