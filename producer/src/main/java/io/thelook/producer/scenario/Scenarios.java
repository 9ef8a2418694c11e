package io.thelook.producer.scenario;

import io.thelook.producer.store.SimulatedClock;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The scenario that is on: one at a time, the newest. Thread-safe. */
public final class Scenarios {

    private static final Logger LOG = Logger.getLogger(Scenarios.class);

    private final InstantSource clock;
    private final SimulatedClock calendar;
    private volatile Optional<Running> running = Optional.empty();

    /** @param calendar by which the shop lives, where a scenario does not say otherwise */
    public Scenarios(InstantSource clock, SimulatedClock calendar) {
        this.clock = clock;
        this.calendar = calendar;
    }

    /** What is on now, or was last. */
    public Optional<Running> last() {
        return running;
    }

    /** What is on now. */
    public Optional<Running> current() {
        return running.filter(each -> each.isOnAt(clock.millis()));
    }

    /** Lets a scenario begin now, in place of any other. */
    public Running start(ScenarioRequest request) {
        Running begun = request.begin(clock.millis(), calendar);
        running = Optional.of(begun);
        LOG.infof("scenario %s begins", begun.scenario().label());
        return begun;
    }

    /** Ends what is on. */
    public void stop() {
        running = Optional.empty();
        LOG.info("scenario stopped");
    }
}
