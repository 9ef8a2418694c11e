package io.thelook.producer.scenario;

import io.thelook.producer.store.Catalogue;
import io.thelook.producer.store.SimulatedClock;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A valid request to start or stop a scenario. Components other than the name are {@code null} if the request does not
 * have them; {@link #begin} applies the defaults.
 *
 * @param name the scenario to start, or {@link #NONE} to stop the current one
 * @param seconds the length in seconds
 * @param rate mean visits per second
 * @param scale simulated seconds per second
 * @param date the simulated time at the start, in UTC: a day or a time of ISO 8601
 * @param category the category on offer in a flash sale
 */
public record ScenarioRequest(String name, Integer seconds, Double rate, Double scale, String date, String category) {

    /** The name that stops the current scenario. */
    public static final String NONE = "none";

    private static final Set<String> CATEGORIES = Catalogue.categories();
    private static final String USUAL_CATEGORY = "Jeans";
    private static final double DAY_SCALE = 144;
    private static final int LONGEST_SECONDS = 86_400;
    private static final double LEAST_RATE = .1;
    private static final int HIGHEST_RATE = 100_000;
    private static final int HIGHEST_SCALE = 100_000;
    private static final int FIRST_YEAR = 2000;
    private static final int LAST_YEAR = 2099;
    private static final long DAY = 86_400_000;

    /** @throws IllegalArgumentException if a value is invalid; the message names the value and what was expected */
    public ScenarioRequest {
        check("name", name, NONE.equals(name) || Scenario.named(name).isPresent());
        check("seconds", seconds, seconds == null || seconds >= 1 && seconds <= LONGEST_SECONDS);
        check("rate", rate, rate == null || rate >= LEAST_RATE && rate <= HIGHEST_RATE);
        check("scale", scale, scale == null || scale >= 1 && scale <= HIGHEST_SCALE);
        check("date", date, date == null || isDate(date));
        check("category", category, category == null || CATEGORIES.contains(category));
    }

    private static void check(String field, Object value, boolean isValid) {
        if (!isValid) {
            throw new IllegalArgumentException(RequestFault.of(field, value));
        }
    }

    /** What a field must be, in words. */
    static String expected(String field) {
        return switch (field) {
            case "name" ->
                Arrays.stream(Scenario.values()).map(Scenario::label).collect(Collectors.joining(", ")) + " or " + NONE;
            case "seconds" -> "a whole number from 1 to " + LONGEST_SECONDS;
            case "rate" -> "a number of visits per second from " + LEAST_RATE + " to " + HIGHEST_RATE;
            case "scale" -> "a number of simulated seconds in a second from 1 to " + HIGHEST_SCALE;
            case "date" ->
                "a day such as 2026-11-27, or a time such as 2026-11-27T18:30 (UTC), from " + FIRST_YEAR + " to "
                        + LAST_YEAR;
            case "category" -> "one of " + CATEGORIES;
            default -> throw new IllegalArgumentException("field " + field);
        };
    }

    private static boolean isDate(String date) {
        try {
            int year = start(date).getYear();
            return year >= FIRST_YEAR && year <= LAST_YEAR;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static LocalDateTime start(String date) {
        return date.contains("T")
                ? LocalDateTime.parse(date)
                : LocalDate.parse(date).atStartOfDay();
    }

    /** Whether this is a request to stop the current scenario. */
    boolean isStop() {
        return name.equals(NONE);
    }

    /**
     * Returns the requested scenario, started at a time.
     *
     * @param now the time of the start, in milliseconds since the epoch
     * @param calendar supplies the simulated time and the scale where the request and the scenario do not
     * @throws java.util.NoSuchElementException if this is a request to stop
     */
    Running begin(long now, SimulatedClock calendar) {
        Scenario begun = Scenario.named(name).orElseThrow();
        boolean isDay = begun == Scenario.DAY;
        return new Running(
                begun,
                now,
                Optional.ofNullable(seconds).orElse(begun.usualSeconds()),
                rate == null ? OptionalDouble.empty() : OptionalDouble.of(rate),
                Optional.ofNullable(scale).orElse(isDay ? DAY_SCALE : calendar.scale()),
                calendarStart(calendar.at(now), isDay),
                Optional.ofNullable(category).orElse(USUAL_CATEGORY));
    }

    private long calendarStart(long simulated, boolean isDay) {
        if (date != null) {
            return start(date).toInstant(ZoneOffset.UTC).toEpochMilli();
        }
        return isDay ? Math.floorDiv(simulated, DAY) * DAY : simulated;
    }
}
