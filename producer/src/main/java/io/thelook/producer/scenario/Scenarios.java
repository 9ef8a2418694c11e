package io.thelook.producer.scenario;

import io.thelook.producer.store.SimulatedClock;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Holds the current scenario. A new scenario replaces the running one. Thread-safe. */
public final class Scenarios {

    private static final Logger LOG = Logger.getLogger(Scenarios.class);

    private final InstantSource clock;
    private final SimulatedClock calendar;
    private volatile Optional<Running> running = Optional.empty();

    /** @param calendar the shop's calendar, from which scenarios take their defaults */
    public Scenarios(InstantSource clock, SimulatedClock calendar) {
        this.clock = clock;
        this.calendar = calendar;
    }

    /** The newest scenario, even if its time is over; empty if none was started or it was stopped. */
    public Optional<Running> last() {
        return running;
    }

    /** The scenario that runs now; empty if none does. */
    public Optional<Running> current() {
        return running.filter(each -> each.isOnAt(clock.millis()));
    }

    /** Starts a scenario now. It replaces any other. */
    public Running start(ScenarioRequest request) {
        Running begun = request.begin(clock.millis(), calendar);
        running = Optional.of(begun);
        LOG.infof("scenario %s begins", begun.scenario().label());
        return begun;
    }

    /** Stops the current scenario, if any. */
    public void stop() {
        running = Optional.empty();
        LOG.info("scenario stopped");
    }
}
