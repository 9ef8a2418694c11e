package io.thelook.model;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The names of an item's status: theLook's five, in any case and under the usual synonyms of shops, and any other text
 * with its first letter in upper case and the rest in lower case. Stateless and thread-safe.
 */
final class Statuses {

    private static final Map<String, String> SYNONYMS = synonyms(Map.of(
            "Processing", List.of("pending", "unfulfilled", "in progress", "partial", "open", "new", "paid"),
            "Shipped", List.of("fulfilled", "in transit", "sent", "dispatched"),
            "Complete", List.of("completed", "delivered", "done", "closed", "succeeded"),
            "Cancelled", List.of("canceled", "voided", "failed"),
            "Returned", List.of("refunded", "restocked")));

    private Statuses() {}

    private static Map<String, String> synonyms(Map<String, List<String>> namesOf) {
        Map<String, String> synonyms = new HashMap<>();
        namesOf.forEach((name, others) -> {
            synonyms.put(name.toLowerCase(Locale.ROOT), name);
            others.forEach(other -> synonyms.put(other, name));
        });
        return synonyms;
    }

    /** The name under which a status is shown. */
    static String canonical(String status) {
        return switch (status) {
            case "Processing", "Shipped", "Complete", "Cancelled", "Returned", Record.UNKNOWN -> status;
            default -> unusual(status);
        };
    }

    private static String unusual(String status) {
        String words = lowerCase(status).replace('_', ' ').replace('-', ' ').strip();
        String synonym = SYNONYMS.get(words);
        if (synonym != null || words.isEmpty()) {
            return synonym == null ? Record.UNKNOWN : synonym;
        }
        int first = words.offsetByCodePoints(0, 1);
        return Character.toString(Character.toTitleCase(words.codePointAt(0))) + words.substring(first);
    }

    /**
     * Each character is converted separately, so a name never becomes longer, and converting a name again does not
     * change it.
     */
    private static String lowerCase(String text) {
        StringBuilder lower = new StringBuilder(text.length());
        text.codePoints().map(Character::toLowerCase).forEach(lower::appendCodePoint);
        return lower.toString();
    }
}
