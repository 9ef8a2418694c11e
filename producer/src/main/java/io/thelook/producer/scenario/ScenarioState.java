package io.thelook.producer.scenario;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The response of {@code /scenario}, in the order and with the names of its JSON; {@code null} is left out. Times have
 * the form of ISO 8601.
 *
 * @param scenario the label of the current scenario, or {@link ScenarioRequest#NONE}
 * @param since its start
 * @param until its end; {@code null} if it has none
 * @param rate mean visits per second during the scenario; {@code null}: the configured rate
 * @param scale simulated seconds per second
 * @param category the category of a flash sale
 * @param available all scenarios
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ScenarioState(
        String scenario,
        String since,
        String until,
        Double rate,
        Double scale,
        String category,
        List<Available> available) {

    private static final List<Available> ALL =
            Arrays.stream(Scenario.values()).map(Available::of).toList();

    /**
     * A scenario that can be started.
     *
     * @param name its label
     * @param description of one sentence
     * @param seconds its default length; {@code null}: until it is stopped
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Available(String name, String description, Integer seconds) {

        static Available of(Scenario scenario) {
            return new Available(
                    scenario.label(),
                    scenario.description(),
                    scenario.usualSeconds() > 0 ? scenario.usualSeconds() : null);
        }
    }

    static ScenarioState of(Optional<Running> current) {
        if (current.isEmpty()) {
            return new ScenarioState(ScenarioRequest.NONE, null, null, null, null, null, ALL);
        }
        Running running = current.get();
        return new ScenarioState(
                running.scenario().label(),
                time(running.startedAt()),
                running.seconds() > 0 ? time(running.endsAt()) : null,
                running.rate().isPresent() ? running.rate().getAsDouble() : null,
                running.scale(),
                running.scenario() == Scenario.FLASH_SALE ? running.category() : null,
                ALL);
    }

    private static String time(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
