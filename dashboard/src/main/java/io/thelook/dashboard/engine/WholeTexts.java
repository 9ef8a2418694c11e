package io.thelook.dashboard.engine;

import io.thelook.dashboard.view.WatchedView;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The texts of whole views, each kept for {@link #GOOD_FOR} while its view does not change. Many viewers who subscribe
 * at once, or a few who go back and forth between views, cost the engine one text. Belongs to the engine's thread.
 */
final class WholeTexts {

    /** Too short to be noticed. */
    static final Duration GOOD_FOR = Duration.ofMillis(50);

    private final InstantSource clock;
    private final Map<WatchedView, Text> texts = new HashMap<>();

    private record Text(String text, long sequence, long madeAt) {}

    WholeTexts(InstantSource clock) {
        this.clock = clock;
    }

    /** The text of a view. */
    String get(WatchedView view, Supplier<String> make) {
        long now = clock.millis();
        Text known = texts.get(view);
        boolean isGood = known != null
                && known.sequence == view.sequence()
                && now >= known.madeAt
                && now - known.madeAt < GOOD_FOR.toMillis();
        if (!isGood) {
            known = new Text(make.get(), view.sequence(), now);
            texts.put(view, known);
        }
        return known.text;
    }

    /** Forgets the text of a view that has ended. */
    void forget(WatchedView view) {
        texts.remove(view);
    }

    /** The number of texts kept. */
    int size() {
        return texts.size();
    }
}
