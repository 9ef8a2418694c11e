package io.thelook.service.status;

/**
 * One fact about a service. Immutable.
 *
 * @param name in JSON
 * @param label for people
 * @param value in JSON: a text, a number, a boolean, or a map of these
 * @param text the value for people
 * @param share how much of a limit is used, from 0; negative if the fact is no limit
 */
public record Fact(String name, String label, Object value, String text, double share) {

    /** Whether the fact tells how much of a limit is used. */
    public boolean hasShare() {
        return share >= 0;
    }
}
