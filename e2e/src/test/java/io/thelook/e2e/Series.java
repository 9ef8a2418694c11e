package io.thelook.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A figure over the time of a soak, and the rule by which it counts as flat: the median of the last quarter of the
 * samples is at most that of the second quarter, times a factor, plus an allowance. In the first quarter everything
 * fills and is compiled, so it does not count.
 */
final class Series {

    /** Fewer samples say nothing. */
    static final int LEAST_SAMPLES = 16;

    private final String name;
    private final double factor;
    private final double allowance;
    private final List<Double> samples = new ArrayList<>();

    Series(String name, double factor, double allowance) {
        this.name = name;
        this.factor = factor;
        this.allowance = allowance;
    }

    void add(double sample) {
        samples.add(sample);
    }

    String name() {
        return name;
    }

    double last() {
        return samples.get(samples.size() - 1);
    }

    /** The fault; empty if the figure is flat. */
    Optional<String> complaint() {
        if (samples.size() < LEAST_SAMPLES) {
            return Optional.of("%s: %d samples, expected at least %d".formatted(name, samples.size(), LEAST_SAMPLES));
        }
        double limit = settled() * factor + allowance;
        return end() <= limit
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s: median of the last quarter %.1f, of the second %.1f, expected at most %.1f",
                        name,
                        end(),
                        settled(),
                        limit));
    }

    /** The medians that are compared. */
    String summary() {
        return String.format(Locale.ROOT, "%s: %.1f, then %.1f", name, settled(), end());
    }

    private double settled() {
        return median(samples.size() / 4, samples.size() / 2);
    }

    private double end() {
        return median(samples.size() * 3 / 4, samples.size());
    }

    private double median(int from, int to) {
        List<Double> sorted = samples.subList(from, to).stream().sorted().toList();
        return sorted.get(sorted.size() / 2);
    }
}
