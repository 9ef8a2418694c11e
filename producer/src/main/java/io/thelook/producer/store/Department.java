package io.thelook.producer.store;

/** The half of the catalogue that a user buys from. */
public enum Department {
    MEN("Men"),
    WOMEN("Women");

    private final String label;

    Department(String label) {
        this.label = label;
    }

    /** The name in the data, such as {@code Men}. */
    public String label() {
        return label;
    }

    static Department named(String label) {
        return label.equals(MEN.label) ? MEN : WOMEN;
    }
}
