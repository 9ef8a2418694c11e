package io.thelook.dashboard.engine;

import io.thelook.model.Frame;
import io.thelook.model.Frame.Rejected;
import io.thelook.model.Record;
import io.thelook.model.Rejection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The newest messages as they arrived, with the records made from them, and an example of each reason for which a
 * record was rejected. The page /connect shows both.
 *
 * <p>Keeps messages only while it is watched: for {@link #WATCH} after each {@link #watch}. Otherwise a message costs
 * the reading of a flag. Examples are always kept, because there is one for each reason at most. Messages and examples
 * may hold personal data: show them only to users with that permission. Thread-safe.
 */
public final class MessageLog {

    /** The most messages kept. */
    public static final int MOST_MESSAGES = 20;

    /** Limit on the characters of a message that are shown. */
    public static final int MOST_CHARACTERS = 4_000;

    /** Limit on the characters of a message that is kept whole, so that it can be tried with another mapping. */
    public static final int MOST_WHOLE = 64_000;

    /** Limit on the records, and on the rejections, that are shown of a message. */
    public static final int MOST_RECORDS = 20;

    /** Limit on the characters of an example. */
    public static final int MOST_OF_EXAMPLE = 200;

    /** How long messages are kept after the last look. */
    public static final Duration WATCH = Duration.ofSeconds(30);

    /** The origin of messages of the feed. */
    static final String FEED = "feed";

    private final LongSupplier nanoTime;
    private volatile boolean isWatched;
    private volatile long watchedAt;

    /** The newest last; guarded by this. */
    private final Deque<Message> messages = new ArrayDeque<>();

    /** Guarded by this. */
    private final Map<Rejection, Example> examples = new EnumMap<>(Rejection.class);

    /** Guarded by this; {@code null} until a message could not be read. */
    private Example unreadable;

    /** Guarded by this. */
    private long numberOfUnreadable;

    /** Guarded by this. */
    private long newest;

    /** @param nanoTime as {@link System#nanoTime} */
    public MessageLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * A message.
     *
     * @param number counts the messages that were kept
     * @param origin {@code feed}, or what admitted a delivery, such as {@code shopify}
     * @param at arrival time, in milliseconds since the epoch
     * @param text its first characters
     * @param characters its length
     * @param records the first records made from it
     * @param made the number of all records made from it
     * @param rejections the first rejections, in words
     * @param rejected the number of all rejected values
     * @param note what happened to the message as a whole, in words; empty if it was read
     */
    public record Message(
            long number,
            String origin,
            long at,
            String text,
            int characters,
            List<Record> records,
            int made,
            List<String> rejections,
            int rejected,
            String note) {

        private Message shortened() {
            String start = cut(text, MOST_CHARACTERS);
            return new Message(number, origin, at, start, characters, records, made, rejections, rejected, note);
        }
    }

    /**
     * An example of a record or message that could not be used.
     *
     * @param words the reason, in words, at most {@value #MOST_OF_EXAMPLE} characters
     * @param at when it happened, in milliseconds since the epoch
     */
    public record Example(String words, long at) {}

    /** Whether a page watches. Forgets the messages once none does. */
    boolean isWatched() {
        if (!isWatched) {
            return false;
        }
        if (nanoTime.getAsLong() - watchedAt <= WATCH.toNanos()) {
            return true;
        }
        forget();
        return false;
    }

    private synchronized void forget() {
        if (nanoTime.getAsLong() - watchedAt > WATCH.toNanos()) {
            isWatched = false;
            messages.clear();
        }
    }

    /**
     * Takes a message that was read.
     *
     * @param note empty if it was used
     */
    public void read(String origin, long at, String text, Frame frame, String note) {
        if (isWatched()) {
            List<String> rejections = frame.rejections().stream()
                    .limit(MOST_RECORDS)
                    .map(each -> cut(each.detail(), MOST_OF_EXAMPLE))
                    .toList();
            List<Record> records = frame.records().stream().limit(MOST_RECORDS).toList();
            keep(origin, at, text, records, frame.records().size(), rejections, frame.refused(), note);
        }
    }

    /** Takes a message that removes an order. */
    void removed(long at, String orderId) {
        if (isWatched()) {
            keep(FEED, at, "", List.of(), 0, List.of(), 0, "removes the order " + cut(orderId, MOST_OF_EXAMPLE));
        }
    }

    /**
     * Takes a message that could not be read.
     *
     * @param why in words
     */
    public void unreadable(String origin, long at, String text, String why) {
        unreadable(origin, at, text, why, 1);
    }

    /** As {@link #unreadable(String, long, String, String)}, for several messages, of which it keeps one. */
    void unreadable(String origin, long at, String text, String why, int messages) {
        String words = cut(why, MOST_OF_EXAMPLE);
        synchronized (this) {
            numberOfUnreadable += messages;
            unreadable = new Example(words, at);
        }
        if (isWatched()) {
            keep(origin, at, text, List.of(), 0, List.of(), 0, words);
        }
    }

    private synchronized void keep(
            String origin,
            long at,
            String text,
            List<Record> records,
            int made,
            List<String> rejections,
            int rejected,
            String note) {
        if (messages.size() == MOST_MESSAGES) {
            messages.removeFirst();
        }
        newest++;
        String kept = text.length() <= MOST_WHOLE ? text : cut(text, MOST_CHARACTERS);
        messages.addLast(
                new Message(newest, origin, at, kept, text.length(), records, made, rejections, rejected, note));
    }

    /** Keeps an example of each reason for which records of a message were rejected. */
    void rejected(Frame frame, long at) {
        if (frame.rejections().isEmpty()) {
            return;
        }
        Map<Rejection, Example> found = new EnumMap<>(Rejection.class);
        for (Rejected each : frame.rejections()) {
            if (!found.containsKey(each.reason())) {
                found.put(each.reason(), new Example(cut(each.detail(), MOST_OF_EXAMPLE), at));
                if (found.size() == frame.rejected().size()) {
                    break;
                }
            }
        }
        synchronized (this) {
            examples.putAll(found);
        }
    }

    /**
     * The messages after a number, the newest first, shortened. From now on, messages are kept.
     *
     * @param after 0 for all
     */
    public synchronized List<Message> watch(long after) {
        long now = nanoTime.getAsLong();
        if (now - watchedAt > WATCH.toNanos()) {
            messages.clear();
        }
        watchedAt = now;
        isWatched = true;
        List<Message> found = new ArrayList<>();
        messages.descendingIterator().forEachRemaining(message -> {
            if (message.number() > after) {
                found.add(message.shortened());
            }
        });
        return found;
    }

    /** The number of the newest message. */
    public synchronized long newest() {
        return newest;
    }

    /** The whole text of a message; empty if it is no longer kept, or has more than {@value #MOST_WHOLE} characters. */
    public synchronized Optional<String> whole(long number) {
        return messages.stream()
                .filter(message -> message.number() == number)
                .filter(message -> message.characters() <= MOST_WHOLE)
                .map(Message::text)
                .findFirst();
    }

    /** The newest example of each reason for which a record was rejected. */
    public synchronized Map<Rejection, Example> examples() {
        return new EnumMap<>(examples);
    }

    /** The newest example of a message that could not be read; empty if there was none. */
    public synchronized Optional<Example> unreadableExample() {
        return Optional.ofNullable(unreadable);
    }

    /** The number of messages that could not be read. */
    public synchronized long unreadable() {
        return numberOfUnreadable;
    }

    /** The first characters of a text, without half a surrogate pair at the end. */
    private static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
    }
}
