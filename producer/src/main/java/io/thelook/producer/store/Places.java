package io.thelook.producer.store;

import java.util.random.RandomGenerator;

/** The 14 countries and their main regions, drawn by population. Immutable and thread-safe. */
final class Places {

    private final Choice<Choice<Place>> byCountry;

    private Places(Choice<Choice<Place>> byCountry) {
        this.byCountry = byCountry;
    }

    static Places load() {
        Choice.Builder<Choice<Place>> countries = new Choice.Builder<>();
        Choice.Builder<Place> states = new Choice.Builder<>();
        String[] previous = null;
        for (String[] row : Csv.rows("places.csv")) {
            if (previous != null && !previous[0].equals(row[0])) {
                countries.or(states.build(), Double.parseDouble(previous[1]));
                states = new Choice.Builder<>();
            }
            Place place = new Place(row[0], row[2], row[4], Double.parseDouble(row[5]), Double.parseDouble(row[6]));
            states.or(place, Double.parseDouble(row[3]));
            previous = row;
        }
        return new Places(
                countries.or(states.build(), Double.parseDouble(previous[1])).build());
    }

    Place draw(RandomGenerator random) {
        return byCountry.draw(random).draw(random);
    }
}
