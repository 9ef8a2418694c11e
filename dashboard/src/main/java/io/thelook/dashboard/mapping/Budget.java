package io.thelook.dashboard.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.LongSupplier;

/**
 * Limits one evaluation: time, steps and memory. Not thread-safe.
 *
 * <p>An evaluation counts a step for each node of the program that it evaluates and for each value that a node gives.
 * Long texts and large arrays cost more steps, so that the limit on steps also bounds the memory. The clock is read
 * every {@value #STEPS_BETWEEN_LOOKS} steps.
 *
 * <p>An evaluation of less than {@value #PATIENT_STEPS} steps, about an order of a thousand lines, has
 * {@value #PATIENCE} times its time. This way, no order is lost because the service has just started or its machine is
 * busy.
 */
final class Budget {

    /** Thrown at a limit. A program cannot catch it with {@code try}, which catches the exceptions of jq only. */
    static final class Exceeded extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Exceeded(String message) {
            super(message, null, false, false);
        }
    }

    /** Longest text that an evaluation may handle, in characters. */
    static final int MOST_CHARACTERS = 1_000_000;

    /** Largest array or object that an evaluation may handle, in elements. */
    static final int MOST_ELEMENTS = 100_000;

    /** An index beyond this would make an array of as many nulls. */
    private static final int HIGHEST_INDEX = MOST_ELEMENTS;

    private static final int LONGEST_SEQUENCE = 10;

    /** Most comparisons or characters that one call of a function may cost. */
    private static final long MOST_PRODUCT = 50_000_000;

    private static final int STEPS_BETWEEN_LOOKS = 256;

    /** Up to this many steps, an evaluation has {@value #PATIENCE} times its time. */
    private static final long PATIENT_STEPS = 250_000;

    static final int PATIENCE = 10;

    private static final int DEEPEST = 500;

    private final LongSupplier nanoTime;
    private final long maxNanos;
    private final long maxSteps;
    private long started;
    private long steps;
    private long nextLook;

    Budget(LongSupplier nanoTime, long maxNanos, long maxSteps) {
        this.nanoTime = nanoTime;
        this.maxNanos = maxNanos;
        this.maxSteps = maxSteps;
    }

    /** Begins an evaluation. */
    void start() {
        started = nanoTime.getAsLong();
        steps = 0;
        nextLook = STEPS_BETWEEN_LOOKS;
    }

    /** Counts a step. */
    void step() {
        spend(1);
    }

    /** Counts a value that a node of the program gives. */
    void made(JsonNode value) {
        long size = 0;
        if (value.isTextual()) {
            size = text(value.textValue().length());
        } else if (value.isContainerNode()) {
            size = elements(value.size());
        }
        spend(1 + (size >> 3));
    }

    /** Checks the length of a text before it is made. */
    long text(long characters) {
        if (characters > MOST_CHARACTERS) {
            throw new Exceeded("a text of more than " + MOST_CHARACTERS + " characters");
        }
        return characters;
    }

    /** Checks the size of an array or object. */
    long elements(long elements) {
        if (elements > MOST_ELEMENTS) {
            throw new Exceeded("an array or object of more than " + MOST_ELEMENTS + " elements");
        }
        return elements;
    }

    /** Refuses an index that would make a huge array, and the search for a long sequence. */
    static void checkIndex(JsonNode index) {
        if (index.isNumber() && Math.abs(index.asDouble()) > HIGHEST_INDEX) {
            throw new Exceeded("an index beyond " + HIGHEST_INDEX);
        }
        if (index.isArray() && index.size() > LONGEST_SEQUENCE) {
            throw new Exceeded("an index of more than " + LONGEST_SEQUENCE + " elements");
        }
    }

    /** Checks the cost of a function whose time grows with the product of two sizes. */
    void product(long one, long other) {
        if (one * other > MOST_PRODUCT) {
            throw new Exceeded("a function on a value that is too large");
        }
        spend(one * other >> 10);
    }

    /**
     * The size of a value with all that is in it: the number of nodes, and a character's part of each text. A value in
     * which the same array occurs many times counts every occurrence, as it would be written.
     */
    long weigh(JsonNode value) {
        long weight = weight(value, 0, 0);
        spend(weight >> 3);
        return weight;
    }

    private long weight(JsonNode value, long before, int depth) {
        long weight = before + 1 + (value.isTextual() ? value.textValue().length() >> 3 : 0);
        if (weight > MOST_CHARACTERS || depth > DEEPEST) {
            throw new Exceeded("too large or too deep a value");
        }
        for (JsonNode part : value) {
            weight = weight(part, weight, depth + 1);
        }
        return weight;
    }

    /** Nanoseconds that one call of a function may take, at least 1. */
    long nanosForACall() {
        return Math.max(1, Math.min(maxNanos, allowedNanos() - (nanoTime.getAsLong() - started)));
    }

    private long allowedNanos() {
        return steps < PATIENT_STEPS ? PATIENCE * maxNanos : maxNanos;
    }

    private void spend(long units) {
        steps += units;
        if (steps >= nextLook) {
            look();
        }
    }

    private void look() {
        nextLook = steps + STEPS_BETWEEN_LOOKS;
        if (steps > maxSteps) {
            throw new Exceeded("more than " + maxSteps + " steps");
        }
        if (nanoTime.getAsLong() - started > allowedNanos()) {
            throw new Exceeded("more than " + allowedNanos() / 1_000_000 + " ms");
        }
    }
}
