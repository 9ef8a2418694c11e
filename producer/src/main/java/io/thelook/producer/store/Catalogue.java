package io.thelook.producer.store;

import io.thelook.model.Money;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The 29,120 products of the shop, in 36 rows, one per department and category.
 *
 * <p>In each row, the number of products and the lowest and highest price are those of the public theLook data set. The
 * mean and standard deviation of the prices, and the ratio of cost to price, are within a few per cent of it.
 * Immutable.
 */
public final class Catalogue {

    private static final int[] CENT_ENDINGS = {0, 50, 95, 99, 100};
    private static final double COST_SPREAD = 0.1;

    /**
     * Number of times that an interval of 4 is halved. The parameter is then exact to a hundredth, and the standard
     * deviation to 1 %.
     */
    private static final int FIT_STEPS = 9;

    private final Map<Department, List<Product>> byDepartment = new EnumMap<>(Department.class);
    private final Map<Department, Map<String, List<Product>>> byCategory = new EnumMap<>(Department.class);

    private Catalogue() {
        for (Department department : Department.values()) {
            byDepartment.put(department, new ArrayList<>());
            byCategory.put(department, new HashMap<>());
        }
    }

    /** Generates a catalogue. Generators with the same seed give the same products. */
    public static Catalogue generate(RandomGenerator random) {
        Catalogue catalogue = new Catalogue();
        int id = 0;
        for (String[] row : Csv.rows("catalogue.csv")) {
            Department department = Department.named(row[0]);
            double costRatio = Double.parseDouble(row[7]);
            List<Product> products = new ArrayList<>();
            for (long cents : prices(row, random)) {
                double ratio = costRatio * random.nextDouble(1 - COST_SPREAD, 1 + COST_SPREAD);
                long cost = Math.max(1, Math.round(cents * ratio));
                products.add(new Product(++id, department, row[1], Money.ofCents(cents), Money.ofCents(cost)));
            }
            catalogue.byDepartment.get(department).addAll(products);
            catalogue.byCategory.get(department).put(row[1], products);
        }
        return catalogue;
    }

    /** The products of a department. */
    public List<Product> products(Department department) {
        return Collections.unmodifiableList(byDepartment.get(department));
    }

    /** The products of a category in a department; empty if it does not have the category. */
    public List<Product> products(Department department, String category) {
        return Collections.unmodifiableList(byCategory.get(department).getOrDefault(category, List.of()));
    }

    /** All products, grouped by department. */
    public Stream<Product> all() {
        return byDepartment.values().stream().flatMap(List::stream);
    }

    /** The names of all categories, in alphabetical order. */
    public static SortedSet<String> categories() {
        return Csv.rows("catalogue.csv").stream().map(row -> row[1]).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Returns prices in cents for a row of the table.
     *
     * <p>One product has the lowest price and one the highest. In some rows, the highest price alone accounts for half
     * of the variance. The other prices follow a log-normal distribution above the lowest price. Its two parameters are
     * fitted to the drawn sample, so that the row's mean and standard deviation are right for every sample.
     */
    private static long[] prices(String[] row, RandomGenerator random) {
        int count = Integer.parseInt(row[2]);
        double mean = Double.parseDouble(row[3]);
        double deviation = Double.parseDouble(row[4]);
        double lowest = Double.parseDouble(row[5]);
        double highest = Double.parseDouble(row[6]);
        int others = count - 2;
        double othersMean = (count * mean - lowest - highest) / others;
        double squares = count * (deviation * deviation + mean * mean) - lowest * lowest - highest * highest;
        double othersDeviation = Math.sqrt(squares / others - othersMean * othersMean);

        double[] normal = new double[others];
        Arrays.setAll(normal, i -> random.nextGaussian());
        double[] above = fit(normal, othersMean - lowest, othersDeviation, highest - lowest);

        long[] cents = new long[count];
        cents[0] = Math.round(lowest * 100);
        cents[1] = Math.round(highest * 100);
        for (int i = 0; i < others; i++) {
            cents[i + 2] = Math.min(cents[1], Math.max(cents[0], shopPrice(lowest + above[i])));
        }
        return cents;
    }

    /**
     * Returns log-normal values computed from normal ones, with the given mean and standard deviation, none above the
     * limit.
     */
    private static double[] fit(double[] normal, double mean, double deviation, double limit) {
        double low = 0;
        double high = 4;
        double[] values = new double[normal.length];
        for (int step = 0; step < FIT_STEPS; step++) {
            double sigma = (low + high) / 2;
            for (int i = 0; i < values.length; i++) {
                values[i] = StrictMath.exp(sigma * normal[i]);
            }
            scaleToMean(values, mean, limit);
            if (deviationOf(values, mean) < deviation) {
                low = sigma;
            } else {
                high = sigma;
            }
        }
        return values;
    }

    private static void scaleToMean(double[] values, double mean, double limit) {
        // Capping the values at the limit lowers the mean, so scaling takes a few rounds.
        for (int round = 0; round < 4; round++) {
            double sum = 0;
            for (double value : values) {
                sum += value;
            }
            double factor = mean * values.length / sum;
            for (int i = 0; i < values.length; i++) {
                values[i] = Math.min(limit, values[i] * factor);
            }
        }
    }

    private static double deviationOf(double[] values, double mean) {
        double squares = 0;
        for (double value : values) {
            squares += (value - mean) * (value - mean);
        }
        return Math.sqrt(squares / values.length);
    }

    /** Returns the nearest typical shop price, in cents: it ends in .00, .50, .95 or .99. */
    private static long shopPrice(double dollars) {
        long whole = (long) Math.floor(dollars) * 100;
        double cents = dollars * 100 - whole;
        int nearest = CENT_ENDINGS[0];
        for (int ending : CENT_ENDINGS) {
            if (Math.abs(ending - cents) < Math.abs(nearest - cents)) {
                nearest = ending;
            }
        }
        return whole + nearest;
    }
}
