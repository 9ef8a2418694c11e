package io.thelook.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Collects the records of one or several messages, and the elements that are rejected. Not thread-safe. */
public final class FrameBuilder {

    private static final Rejection[] REASONS = Rejection.values();

    private final List<Record> records = new ArrayList<>();
    private final List<Frame.Rejected> rejections = new ArrayList<>(0);
    private int[] rejected = new int[REASONS.length];

    private int recordsBefore;
    private int rejectionsBefore;
    private int[] rejectedBefore = rejected;

    /** Begins another message. */
    void begin() {
        recordsBefore = records.size();
        rejectionsBefore = rejections.size();
        rejectedBefore = rejected;
    }

    /** Removes the content of the current message: the last one that was read into this. */
    public void rollBack() {
        ofMessage().clear();
        rejections.subList(rejectionsBefore, rejections.size()).clear();
        rejected = rejectedBefore;
    }

    /**
     * Adds the result of a reader.
     *
     * @param record {@code null} if the reader has rejected it
     * @param element index of the element within the message
     */
    void add(Record record, RecordReader reader, int element) {
        if (record != null) {
            records.add(record);
        } else {
            reject(element, reader.rejection(), reader.detail(), reader.fingerprint());
        }
    }

    /** Rejects an element by its content. */
    void reject(int element, Rejection reason, String detail, Object content) {
        reject(element, reason, detail, (long) content.hashCode() << Integer.SIZE | reason.ordinal());
    }

    private void reject(int element, Rejection reason, String detail, long fingerprint) {
        if (rejected == rejectedBefore) {
            rejected = rejected.clone();
        }
        rejected[reason.ordinal()]++;
        if (rejections.size() < Frame.MOST_REJECTIONS) {
            rejections.add(
                    new Frame.Rejected(element, reason, "record " + element + " of the frame: " + detail, fingerprint));
        }
    }

    /** A copy of the content of the current message: the last one that was read into this. */
    public Frame message() {
        Map<Rejection, Integer> counts = new EnumMap<>(Rejection.class);
        for (Rejection reason : REASONS) {
            int number = rejected[reason.ordinal()] - rejectedBefore[reason.ordinal()];
            if (number > 0) {
                counts.put(reason, number);
            }
        }
        return new Frame(
                List.copyOf(ofMessage()), counts, List.copyOf(rejections.subList(rejectionsBefore, rejections.size())));
    }

    /** Whether the current message contains a record without an event time. */
    public boolean lacksTimes() {
        for (int i = recordsBefore; i < records.size(); i++) {
            if (records.get(i).createdAt() == 0) {
                return true;
            }
        }
        return false;
    }

    /** Completes the records of the current message; there must be as many as before. */
    public void complete(UnaryOperator<List<Record>> completion) {
        List<Record> completed = List.copyOf(completion.apply(ofMessage()));
        for (int i = 0; i < completed.size(); i++) {
            records.set(recordsBefore + i, completed.get(i));
        }
    }

    private List<Record> ofMessage() {
        return records.subList(recordsBefore, records.size());
    }

    /** Whether the current message contains no records. */
    boolean hasNoRecords() {
        return records.size() == recordsBefore;
    }

    /** The first rejection of the current message in words; empty if there is none. */
    String firstRejection() {
        return rejections.size() == rejectionsBefore
                ? ""
                : rejections.get(rejectionsBefore).detail();
    }

    /** The records and rejections so far. */
    public Frame build() {
        Map<Rejection, Integer> counts = new EnumMap<>(Rejection.class);
        for (Rejection reason : REASONS) {
            if (rejected[reason.ordinal()] > 0) {
                counts.put(reason, rejected[reason.ordinal()]);
            }
        }
        return new Frame(records, counts, rejections);
    }
}
