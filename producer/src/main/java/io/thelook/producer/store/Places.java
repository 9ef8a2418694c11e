package io.thelook.producer.store;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The main regions of the 14 countries. Immutable and thread-safe.
 *
 * @param all the places, in the order of the table
 * @param shares each place's share of the customers, by population; they add up to one
 */
record Places(List<Place> all, double[] shares) {

    static Places load() {
        List<String[]> rows = Csv.rows("places.csv");
        Map<String, Double> regions = new HashMap<>();
        rows.forEach(row -> regions.merge(row[0], Double.parseDouble(row[3]), Double::sum));
        double[] shares = new double[rows.size()];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            String[] row = rows.get(i);
            shares[i] = Double.parseDouble(row[1]) * Double.parseDouble(row[3]) / regions.get(row[0]);
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= sum;
        }
        return new Places(rows.stream().map(Places::place).toList(), shares);
    }

    private static Place place(String[] row) {
        return new Place(
                row[0], row[2], row[4], Double.parseDouble(row[5]), Double.parseDouble(row[6]), ZoneId.of(row[7]));
    }
}
