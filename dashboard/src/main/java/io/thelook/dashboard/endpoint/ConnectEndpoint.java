package io.thelook.dashboard.endpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.vertx.http.HttpServer;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.Sources;
import io.thelook.dashboard.connect.ConnectReport;
import io.thelook.dashboard.connect.MappingTrial;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.ingest.RefusedDeliveries;
import io.thelook.dashboard.limit.BodyRoom;
import io.thelook.dashboard.mapping.Mapping;
import io.thelook.service.access.Access;
import io.thelook.service.access.Refusal;
import io.thelook.service.start.ServerAddress;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/**
 * The requests of the page {@code /connect}, below that path: the state of the sources with the newest messages, the
 * text of a message, the program of a mapping, and a trial of a mapping. docs/connect.md specifies it. Each request
 * needs the token, or a session, because messages are personal data. Trials run one at a time.
 */
@Singleton
class ConnectEndpoint {

    private static final String PAGE = "/connect";
    private static final int MAX_TRIAL_BYTES = 1_000_000;
    private static final int TRY_AGAIN_SECONDS = 1;

    /** The mapping that the dashboard uses. */
    private static final String CURRENT = "current";

    private final DashboardConfig config;
    private final ObjectMapper json;
    private final JsonResponses responses;
    private final MeterRegistry meters;
    private final HttpServer server;
    private final Instance<Access> access;
    private final Instance<Engine> engine;
    private final Instance<Sources> sources;
    private final RefusedDeliveries refused;
    private final Instance<MappingTrial> trials;
    private final BodyRoom room;
    private final Semaphore trying = new Semaphore(1);

    ConnectEndpoint(
            DashboardConfig config,
            ObjectMapper json,
            MeterRegistry meters,
            HttpServer server,
            Instance<Access> access,
            Instance<Engine> engine,
            Instance<Sources> sources,
            RefusedDeliveries refused,
            Instance<MappingTrial> trials) {
        this.config = config;
        this.room = new BodyRoom(MAX_TRIAL_BYTES, Duration.ofSeconds(config.maxBodySeconds()));
        this.json = json;
        this.responses = new JsonResponses(json);
        this.meters = meters;
        this.server = server;
        this.access = access;
        this.engine = engine;
        this.sources = sources;
        this.refused = refused;
        this.trials = trials;
    }

    /**
     * A request to try a mapping.
     *
     * @param mapping a jq program
     * @param sample a message
     */
    record Trial(String mapping, String sample) {}

    /** The response to a request. */
    private record Answer(int status, Object body) {

        private static Answer error(int status, String reason) {
            return new Answer(status, Map.of("error", reason));
        }
    }

    void register(@Observes Router router) {
        router.get(PAGE + "/state").handler(admitted(context -> read(context, () -> state(context))));
        router.get(PAGE + "/messages/:number").handler(admitted(context -> read(context, () -> message(context))));
        router.get(PAGE + "/mappings/:name").handler(admitted(context -> read(context, () -> mapping(context))));
        router.post(PAGE + "/trial").handler(admitted(this::readTrial));
    }

    private Handler<RoutingContext> admitted(Handler<RoutingContext> handler) {
        return context -> {
            context.response().putHeader("Cache-Control", "no-store");
            Optional<Refusal> refusal = access.get().check(context.request());
            if (refusal.isEmpty()) {
                handler.handle(context);
                return;
            }
            context.request().resume();
            refusal.get().headers().forEach(context.response()::putHeader);
            work(context, () -> {
                access.get().announce(ServerAddress.of(server), PAGE);
                return Answer.error(refusal.get().status(), refusal.get().reason());
            });
        };
    }

    private void read(RoutingContext context, Callable<Answer> task) {
        context.request().resume();
        work(context, task);
    }

    /** Answers from a worker thread, because the work would block the event loop. */
    private void work(RoutingContext context, Callable<Answer> task) {
        context.vertx()
                .executeBlocking(task, false)
                .onSuccess(answer -> answer(context, answer))
                .onFailure(context::fail);
    }

    private Answer state(RoutingContext context) {
        long after;
        try {
            String asked = context.request().getParam("after");
            after = asked == null ? 0 : Long.parseLong(asked);
        } catch (NumberFormatException e) {
            return Answer.error(400, "after: expected the number of a message");
        }
        return new Answer(
                200,
                ConnectReport.of(
                        engine.get(),
                        sources.get().reports(),
                        refused,
                        after,
                        InstantSource.system().millis()));
    }

    private Answer message(RoutingContext context) {
        try {
            long number = Long.parseLong(context.pathParam("number"));
            return engine.get()
                    .messages()
                    .whole(number)
                    .map(text -> new Answer(200, Map.of("text", text)))
                    .orElseGet(() -> Answer.error(404, "the message is no longer kept, or too long"));
        } catch (NumberFormatException e) {
            return Answer.error(404, "expected the number of a message");
        }
    }

    private Answer mapping(RoutingContext context) {
        String name = context.pathParam("name");
        if (!Mapping.PRESETS.contains(name) && !name.equals(CURRENT)) {
            return Answer.error(404, "expected " + String.join(", ", Mapping.PRESETS) + " or " + CURRENT);
        }
        try {
            String mapping = name.equals(CURRENT) ? config.feedMapping().orElse("thelook") : name;
            return new Answer(200, Map.of("mapping", Mapping.program(mapping)));
        } catch (IllegalArgumentException e) {
            return Answer.error(404, e.getMessage());
        }
    }

    private void readTrial(RoutingContext context) {
        room.read(context.vertx(), context.request(), outcome -> {
            switch (outcome.kind()) {
                case COMPLETE -> tryOut(context, outcome);
                case TOO_LARGE -> answer(context, Answer.error(413, "the mapping and the sample are larger than 1 MB"));
                case TOO_SLOW -> answer(context, Answer.error(408, room.tooSlowReason()));
                case NO_ROOM -> answerForNow(context);
                case GONE -> {}
            }
        });
    }

    private void tryOut(RoutingContext context, BodyRoom.Outcome body) {
        if (!trying.tryAcquire()) {
            body.release();
            answerForNow(context);
            return;
        }
        work(context, () -> {
            try {
                return trial(body.bytes());
            } finally {
                body.release();
                trying.release();
            }
        });
    }

    private Answer trial(byte[] body) {
        Trial trial;
        try {
            trial = json.readValue(body, Trial.class);
        } catch (IOException e) {
            return Answer.error(400, "expected a JSON object with mapping and sample");
        }
        if (trial == null || trial.mapping() == null || trial.sample() == null) {
            return Answer.error(400, "expected a JSON object with mapping and sample");
        }
        count("run");
        return new Answer(200, trials.get().run(trial.mapping(), trial.sample()));
    }

    private void answerForNow(RoutingContext context) {
        count("refused");
        context.response().putHeader("Retry-After", Integer.toString(TRY_AGAIN_SECONDS));
        answer(context, Answer.error(503, "another mapping is being tried: try again in a moment"));
    }

    private void count(String outcome) {
        meters.counter("thelook.connect.trials", "outcome", outcome).increment();
    }

    private void answer(RoutingContext context, Answer answer) {
        responses.send(context, answer.status(), answer.body());
    }
}
