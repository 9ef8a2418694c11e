package io.thelook.producer.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A random choice from values with given weights, which need not add up to one. Immutable and thread-safe.
 *
 * @param <T> the type of the values
 */
public final class Choice<T> {

    private final List<T> values;
    private final double[] upTo;

    private Choice(List<T> values, double[] upTo) {
        this.values = values;
        this.upTo = upTo;
    }

    /** Returns a builder with the first value. */
    public static <T> Builder<T> of(T value, double weight) {
        return new Builder<T>().or(value, weight);
    }

    /** Draws one of the values. */
    public T draw(RandomGenerator random) {
        return values.get(draw(upTo, random));
    }

    /** Draws an index, from 0. Each element of {@code upTo} is the sum of the weights up to and including its own. */
    static int draw(double[] upTo, RandomGenerator random) {
        int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
        return found < 0 ? -found - 1 : found + 1;
    }

    /** Collects values and weights. Their order determines which value a random number selects. */
    public static final class Builder<T> {

        private final List<T> values = new ArrayList<>();
        private final List<Double> weights = new ArrayList<>();

        /**
         * Adds a value.
         *
         * @throws IllegalArgumentException if the weight is not more than 0
         */
        public Builder<T> or(T value, double weight) {
            if (!(weight > 0)) {
                throw new IllegalArgumentException("weight " + weight + " of " + value + ": expected more than 0");
            }
            values.add(value);
            weights.add(weight);
            return this;
        }

        /** Returns the choice. */
        public Choice<T> build() {
            double[] upTo = new double[weights.size()];
            double sum = 0;
            for (int i = 0; i < upTo.length; i++) {
                sum += weights.get(i);
                upTo[i] = sum;
            }
            return new Choice<>(List.copyOf(values), upTo);
        }
    }
}
