package io.thelook.producer.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.thelook.producer.store.SimulatedClock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A valid request to start or stop a scenario. {@link #begin} applies the defaults of empty fields.
 *
 * @param scenario the scenario to start; empty: stop the current one
 * @param seconds the length in seconds
 * @param rate mean visits per second
 * @param scale simulated seconds per second
 * @param calendarStart the simulated time at the start, in milliseconds since the epoch
 * @param category the category on offer in a flash sale
 */
public record ScenarioRequest(
        Optional<Scenario> scenario,
        OptionalInt seconds,
        OptionalDouble rate,
        OptionalDouble scale,
        OptionalLong calendarStart,
        Optional<String> category) {

    /** The name that stops the current scenario. */
    public static final String NONE = "none";

    private static final Set<String> FIELDS =
            new TreeSet<>(Set.of("name", "seconds", "rate", "scale", "date", "category"));
    private static final String USUAL_CATEGORY = "Jeans";
    private static final double DAY_SCALE = 144;
    private static final int LONGEST_SECONDS = 86_400;
    private static final double LEAST_RATE = .1;
    private static final double HIGHEST_RATE = 100_000;
    private static final double HIGHEST_SCALE = 100_000;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2099;
    private static final long DAY = 86_400_000;
    private static final int MOST_SHOWN = 60;

    /**
     * Reads a request.
     *
     * @param categories the valid categories of a flash sale
     * @throws IllegalArgumentException if the request is invalid; the message names the value and what was expected
     */
    public static ScenarioRequest of(JsonNode json, SortedSet<String> categories) {
        if (!json.isObject()) {
            throw refused("the body", json, "a JSON object");
        }
        for (Iterator<String> names = json.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!FIELDS.contains(name)) {
                throw new IllegalArgumentException("field " + shorten(name) + ": expected one of " + FIELDS);
            }
        }
        return new ScenarioRequest(
                scenario(json.path("name")),
                seconds(json.path("seconds")),
                number(json, "rate", LEAST_RATE, HIGHEST_RATE, "visits per second"),
                number(json, "scale", 1, HIGHEST_SCALE, "simulated seconds in a second"),
                date(json.path("date")),
                category(json.path("category"), categories));
    }

    private static Optional<Scenario> scenario(JsonNode name) {
        if (name.asText().equals(NONE)) {
            return Optional.empty();
        }
        Optional<Scenario> found = Scenario.named(name.asText());
        if (!name.isTextual() || found.isEmpty()) {
            String known = Arrays.stream(Scenario.values()).map(Scenario::label).collect(Collectors.joining(", "));
            throw refused("name", name, known + " or " + NONE);
        }
        return found;
    }

    private static OptionalInt seconds(JsonNode seconds) {
        if (seconds.isMissingNode()) {
            return OptionalInt.empty();
        }
        if (!seconds.isInt() || seconds.intValue() < 1 || seconds.intValue() > LONGEST_SECONDS) {
            throw refused("seconds", seconds, "a whole number from 1 to " + LONGEST_SECONDS);
        }
        return OptionalInt.of(seconds.intValue());
    }

    private static OptionalDouble number(JsonNode json, String name, double least, double most, String unit) {
        JsonNode number = json.path(name);
        if (number.isMissingNode()) {
            return OptionalDouble.empty();
        }
        if (!number.isNumber() || !(number.doubleValue() >= least && number.doubleValue() <= most)) {
            throw refused(name, number, "a number of " + unit + " from " + plain(least) + " to " + plain(most));
        }
        return OptionalDouble.of(number.doubleValue());
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }

    private static OptionalLong date(JsonNode date) {
        if (date.isMissingNode()) {
            return OptionalLong.empty();
        }
        try {
            String text = date.isTextual() ? date.textValue() : "";
            LocalDateTime start = text.contains("T")
                    ? LocalDateTime.parse(text)
                    : LocalDate.parse(text).atStartOfDay();
            if (start.getYear() >= FIRST_YEAR && start.getYear() <= LAST_YEAR) {
                return OptionalLong.of(start.toInstant(ZoneOffset.UTC).toEpochMilli());
            }
        } catch (DateTimeParseException e) {
            // Rejected below, like a year that is out of range.
        }
        throw refused(
                "date",
                date,
                "a day such as 2026-11-27, or a time such as 2026-11-27T18:30 (UTC), from " + FIRST_YEAR + " to "
                        + LAST_YEAR);
    }

    private static Optional<String> category(JsonNode category, SortedSet<String> categories) {
        if (category.isMissingNode()) {
            return Optional.empty();
        }
        if (!category.isTextual() || !categories.contains(category.textValue())) {
            throw refused("category", category, "one of " + categories);
        }
        return Optional.of(category.textValue());
    }

    private static IllegalArgumentException refused(String name, JsonNode value, String expected) {
        return new IllegalArgumentException(name + " " + (value.isMissingNode() ? "missing" : shorten(value.toString()))
                + ": expected " + expected);
    }

    private static String shorten(String text) {
        return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
    }

    /**
     * Returns the requested scenario, started at a time.
     *
     * @param now the time of the start, in milliseconds since the epoch
     * @param calendar supplies the simulated time and the scale where the request and the scenario do not
     * @throws java.util.NoSuchElementException if this is a request to stop
     */
    Running begin(long now, SimulatedClock calendar) {
        Scenario begun = scenario.orElseThrow();
        boolean isDay = begun == Scenario.DAY;
        long simulated = calendar.at(now);
        return new Running(
                begun,
                now,
                seconds.orElse(begun.usualSeconds()),
                rate,
                scale.orElse(isDay ? DAY_SCALE : calendar.scale()),
                calendarStart.orElse(isDay ? Math.floorDiv(simulated, DAY) * DAY : simulated),
                category.orElse(USUAL_CATEGORY));
    }
}
