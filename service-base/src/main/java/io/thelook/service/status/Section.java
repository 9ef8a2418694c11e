package io.thelook.service.status;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Facts about one part of a service. Immutable.
 *
 * @param name in JSON
 * @param title for people
 * @param facts in the order in which they are shown
 */
public record Section(String name, String title, List<Fact> facts) {

    private static final double NO_LIMIT = -1;

    /** Copies the list. */
    public Section {
        facts = List.copyOf(facts);
    }

    /** Begins a section. */
    public static Builder titled(String name, String title) {
        return new Builder(name, title);
    }

    /** Collects facts. Each has a name for JSON and a label for people. Not thread-safe. */
    public static final class Builder {

        private final String name;
        private final String title;
        private final List<Fact> facts = new ArrayList<>();

        private Builder(String name, String title) {
            this.name = name;
            this.title = title;
        }

        /** Adds a text; without one, adds nothing. */
        public Builder text(String fact, String label, String text) {
            return text.isEmpty() ? this : add(fact, label, text, text);
        }

        /** Adds a number. */
        public Builder count(String fact, String label, long count) {
            return add(fact, label, count, Words.count(count));
        }

        /** Adds a size in bytes. */
        public Builder bytes(String fact, String label, long bytes) {
            return add(fact, label, bytes, Words.bytes(bytes));
        }

        /** Adds a duration in seconds, which may be negative. */
        public Builder seconds(String fact, String label, double seconds) {
            return add(fact, label, seconds, Words.seconds(seconds));
        }

        /** Adds a time in milliseconds since the epoch; without one, 0, adds nothing. */
        public Builder time(String fact, String label, long millis) {
            return millis == 0 ? this : add(fact, label, millis, Words.time(millis));
        }

        /** Adds how much of a limit is used. */
        public Builder limit(String fact, String label, long used, long limit) {
            return limit(fact, label, used, limit, Words.count(used) + " of " + Words.count(limit));
        }

        /** Adds how many bytes of a limit are used. */
        public Builder limitOfBytes(String fact, String label, long used, long limit) {
            return limit(fact, label, used, limit, Words.bytes(used) + " of " + Words.bytes(limit));
        }

        private Builder limit(String fact, String label, long used, long limit, String text) {
            facts.add(new Fact(fact, label, Map.of("used", used, "limit", limit), text, (double) used / limit));
            return this;
        }

        private Builder add(String fact, String label, Object value, String text) {
            facts.add(new Fact(fact, label, value, text, NO_LIMIT));
            return this;
        }

        /** Ends the section. */
        public Section build() {
            return new Section(name, title, facts);
        }
    }
}
