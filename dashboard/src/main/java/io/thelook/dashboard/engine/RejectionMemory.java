package io.thelook.dashboard.engine;

import io.thelook.model.Frame;
import io.thelook.model.Frame.Rejected;
import io.thelook.model.Rejection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Distinguishes new rejections from repeated ones: a record that stays in a feed's window is rejected with each frame,
 * but is one record.
 *
 * <p>Remembers at most {@link #MOST} different rejections: those of the last whole message and of the messages since.
 * Not thread-safe.
 */
final class RejectionMemory {

    static final int MOST = 10 * Frame.MOST_REJECTIONS;

    /** Number of elements in the feed's window, as far as known, by fingerprint. */
    private Map<Long, Integer> known = new HashMap<>();

    /**
     * The new rejections of a message, by reason.
     *
     * @param whole whether the message holds the feed's whole window
     */
    Map<Rejection, Integer> news(Frame frame, boolean whole) {
        if (frame.rejected().isEmpty()) {
            if (whole) {
                known = new HashMap<>();
            }
            return Map.of();
        }
        Map<Rejection, Integer> news = new EnumMap<>(frame.rejected());
        Map<Long, Integer> now = whole ? new HashMap<>() : known;
        for (Rejected rejected : frame.rejections()) {
            if (now.size() >= MOST && !now.containsKey(rejected.fingerprint())) {
                continue;
            }
            int times = now.merge(rejected.fingerprint(), 1, Integer::sum);
            if (whole && times <= known.getOrDefault(rejected.fingerprint(), 0)) {
                news.merge(rejected.reason(), -1, Integer::sum);
            }
        }
        known = now;
        news.values().removeIf(number -> number == 0);
        return news;
    }
}
