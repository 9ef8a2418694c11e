package io.thelook.dashboard.engine;

import io.thelook.model.Frame;
import io.thelook.model.Frame.Rejected;
import io.thelook.model.Rejection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Distinguishes new rejections from repeated ones: a record that stays in a feed's window is rejected with each frame,
 * and one that is delivered again is rejected again, but it is one record.
 *
 * <p>Remembers at most {@link #MOST} different rejections: those of the last whole message and of the messages since.
 * For rejections without details, those beyond the number in the previous whole message count as new. Not thread-safe.
 */
final class RejectionMemory {

    static final int MOST = 10 * Frame.MOST_REJECTIONS;

    /** Number of elements in the feed's window, as far as known, by fingerprint. */
    private Map<Long, Integer> known = new HashMap<>();

    /** Number of rejections of the last whole message that had no details, by reason. */
    private Map<Rejection, Integer> undetailed = Map.of();

    /**
     * The new rejections of a message, by reason.
     *
     * @param whole whether the message holds the feed's whole window
     */
    Map<Rejection, Integer> news(Frame frame, boolean whole) {
        if (frame.rejected().isEmpty()) {
            if (whole) {
                known = new HashMap<>();
                undetailed = Map.of();
            }
            return Map.of();
        }
        Map<Rejection, Integer> news = new EnumMap<>(frame.rejected());
        Map<Rejection, Integer> rest = new EnumMap<>(frame.rejected());
        Map<Long, Integer> now = new HashMap<>();
        for (Rejected rejected : frame.rejections()) {
            rest.merge(rejected.reason(), -1, Integer::sum);
            int times = now.merge(rejected.fingerprint(), 1, Integer::sum);
            if (times <= known.getOrDefault(rejected.fingerprint(), 0)) {
                news.merge(rejected.reason(), -1, Integer::sum);
            }
        }
        if (whole) {
            rest.forEach((reason, number) ->
                    news.merge(reason, -Math.min(number, undetailed.getOrDefault(reason, 0)), Integer::sum));
            undetailed = rest;
            known = now;
        } else {
            remember(now);
        }
        news.values().removeIf(number -> number == 0);
        return news;
    }

    private void remember(Map<Long, Integer> now) {
        now.forEach((fingerprint, times) -> {
            if (known.size() < MOST || known.containsKey(fingerprint)) {
                known.merge(fingerprint, times, Math::max);
            }
        });
    }
}
