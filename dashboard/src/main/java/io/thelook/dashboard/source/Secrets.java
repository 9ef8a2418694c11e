package io.thelook.dashboard.source;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Removes secrets from texts of the peer or of a library, which may repeat what they were sent. Immutable. */
final class Secrets {

    /** Shorter secrets are not removed, because they also occur in ordinary words. */
    private static final int SHORTEST = 4;

    private final List<String> longestFirst;

    /** @param secrets may contain each other */
    Secrets(Stream<String> secrets) {
        this.longestFirst = secrets.filter(secret -> secret.length() >= SHORTEST)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** Returns the words with an ellipsis in place of each secret. */
    String removedFrom(String words) {
        String cleared = words;
        for (String secret : longestFirst) {
            cleared = cleared.replace(secret, "…");
        }
        return cleared;
    }
}
