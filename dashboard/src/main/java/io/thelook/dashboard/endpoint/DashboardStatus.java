package io.thelook.dashboard.endpoint;

import io.quarkus.runtime.Quarkus;
import io.thelook.dashboard.Archive;
import io.thelook.dashboard.DashboardConfig;
import io.thelook.dashboard.Sources;
import io.thelook.dashboard.connect.SourceReport;
import io.thelook.dashboard.engine.Engine;
import io.thelook.dashboard.engine.Intake;
import io.thelook.dashboard.history.History;
import io.thelook.dashboard.history.HistoryState;
import io.thelook.dashboard.ingest.RefusedDeliveries;
import io.thelook.dashboard.page.DashboardPage;
import io.thelook.dashboard.source.SourceStatus;
import io.thelook.service.fanout.Audience;
import io.thelook.service.status.Product;
import io.thelook.service.status.Section;
import io.thelook.service.status.StatusReport;
import io.thelook.service.thread.ServiceThread;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.Liveness;

/**
 * The state of the dashboard for {@code /status}, put together on request. Contains no secrets and no content of
 * records. Thread-safe.
 */
@Singleton
class DashboardStatus {

    private static final double MILLIS_PER_SECOND = 1e3;
    private static final BigDecimal GIGABYTE = BigDecimal.valueOf(1_000_000_000);
    private static final double NEARLY = 0.9;

    private final String version;
    private final DashboardConfig config;
    private final Engine engine;
    private final Sources sources;
    private final Viewers viewers;
    private final FeedRelay relay;
    private final RefusedDeliveries refused;
    private final ThreadLiveness liveness;
    private final DashboardPage page;
    private final Instance<Archive> archive;

    DashboardStatus(
            @ConfigProperty(name = "quarkus.application.version") String version,
            DashboardConfig config,
            Engine engine,
            Sources sources,
            Viewers viewers,
            FeedRelay relay,
            RefusedDeliveries refused,
            @Liveness ThreadLiveness liveness,
            DashboardPage page,
            Instance<Archive> archive) {
        this.version = version;
        this.config = config;
        this.engine = engine;
        this.sources = sources;
        this.viewers = viewers;
        this.relay = relay;
        this.refused = refused;
        this.liveness = liveness;
        this.page = page;
        this.archive = archive;
    }

    StatusReport report() {
        return new StatusReport(
                "dashboard",
                problems(),
                List.of(product(), source(), records(), rejections(), limits(), history(), threads()));
    }

    private List<String> problems() {
        List<String> problems = new ArrayList<>();
        SourceStatus status = engine.sourceStatus();
        if (status.state() != SourceStatus.State.LIVE) {
            problems.add("The feed is not live" + because(status.reason()));
        }
        if (config.history()) {
            HistoryState state = archive.get().history().state();
            switch (state.mode()) {
                case PAUSED -> problems.add("The history is not being kept" + because(state.reason()));
                case UNAVAILABLE -> problems.add("The history is not available" + because(state.reason()));
                case ON, LOADING -> {}
            }
        }
        full(problems, "viewers", viewers.audience());
        full(problems, "clients of the feed", relay.audience());
        for (ServiceThread thread : liveness.threads()) {
            if (!thread.isAlive()) {
                problems.add("The thread " + thread.name() + " is " + thread.state() + ". Restart the dashboard.");
            }
        }
        return problems;
    }

    private static String because(String reason) {
        return reason.isEmpty() ? "." : ": " + reason + (reason.endsWith(".") ? "" : ".");
    }

    private static void full(List<String> problems, String whom, Audience audience) {
        if (audience.size() > NEARLY * audience.capacity()) {
            problems.add("The limit on " + whom + " is nearly reached: " + audience.size() + " of "
                    + audience.capacity() + ".");
        }
    }

    private Section product() {
        return Product.section(version, Quarkus.class)
                .text("page", "Build of the page", page.build())
                .build();
    }

    private Section source() {
        SourceStatus status = engine.sourceStatus();
        Section.Builder section = Section.titled("source", "Source")
                .text("state", "State", status.state().label())
                .seconds("state_seconds", "For", (InstantSource.system().millis() - status.since()) / MILLIS_PER_SECOND)
                .text("reason", "Reason", status.reason())
                .time("next_try_at", "Next attempt", status.nextTryAt());
        for (SourceReport report : sources.reports()) {
            String name = report.kind();
            section.text(name, label(name), report.address()).text(name + "_mapping", "Mapping", report.mapping());
            report.figures().get().forEach((figure, value) -> section.count(name + "_" + figure, label(figure), value));
        }
        return section.seconds(
                        "clock_difference_seconds",
                        "Feed clock ahead by",
                        engine.clockDifferenceMillis() / MILLIS_PER_SECOND)
                .build();
    }

    private static String label(String name) {
        String words = name.replace('_', ' ').replace("websocket", "webSocket");
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private Section records() {
        Intake.Counts counts = engine.intake().counts();
        return Section.titled("records", "Since the start")
                .count("messages", "Messages received", counts.messages())
                .count("received", "Records received", counts.records())
                .count("applied", "New or changed", counts.applied())
                .count("duplicate", "Known already", counts.duplicate())
                .count("late", "Too late", counts.late())
                .count("rejected", "Rejected", counts.rejected())
                .build();
    }

    private Section rejections() {
        Section.Builder section = Section.titled("rejections", "Rejected and refused");
        engine.intake()
                .rejectedByReason()
                .forEach((reason, count) -> section.count(reason.label(), label(reason.label()), count));
        refused.byStatus().forEach((status, deliveries) -> section.count(
                        "delivery_" + status, "Deliveries refused with " + status, deliveries.count())
                .time("delivery_" + status + "_at", "The last one", deliveries.at()));
        return section.build();
    }

    private Section limits() {
        Section.Builder section = Section.titled("limits", "Limits used");
        limit(section, "viewers", "Viewers", viewers.audience());
        limit(section, "clients", "Clients of the feed", relay.audience());
        section.limit("views", "Different views", engine.distinctViews(), config.maxViews())
                .limit("records", "Records in the window", engine.records(), config.maxRecords());
        return Product.heap(section).build();
    }

    private static void limit(Section.Builder section, String name, String label, Audience audience) {
        section.limit(name, label, audience.size(), audience.capacity());
    }

    private Section history() {
        Section.Builder section = Section.titled("history", "History");
        if (!config.history()) {
            return section.text("state", "State", "off").build();
        }
        History history = archive.get().history();
        HistoryState state = history.state();
        section.text("state", "State", state.mode().name().toLowerCase(Locale.ROOT))
                .text("reason", "Reason", state.reason())
                .limitOfBytes(
                        "bytes",
                        "On the disk",
                        history.bytes(),
                        config.historyMaxGb().multiply(GIGABYTE).longValue())
                .count("waiting", "Changes that wait", history.waiting());
        history.since().ifPresent(since -> section.time("since", "Begins", since));
        return section.build();
    }

    private Section threads() {
        Section.Builder section = Section.titled("threads", "Threads");
        for (ServiceThread thread : liveness.threads()) {
            section.text(thread.name(), thread.name(), thread.state());
            if (thread.failures() > 0) {
                section.count(thread.name() + "_failures", "Failed tasks of " + thread.name(), thread.failures());
            }
        }
        return section.build();
    }
}
