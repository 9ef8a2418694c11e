package io.thelook.dashboard.window;

/** Counts the records that are more than a minute ahead of the clock. Not thread-safe. */
final class Ahead {

    private final Columns columns;
    private final TimeIndex byTime;
    private int count;
    private long from = Long.MAX_VALUE;

    Ahead(Columns columns, TimeIndex byTime) {
        this.columns = columns;
        this.byTime = byTime;
    }

    /** Moves the time from which on records are ahead: {@link FeedClock#aheadFrom}. */
    void move(long newFrom) {
        byTime.between(from, newFrom, row -> count--);
        byTime.between(newFrom, from, row -> count++);
        from = newFrom;
    }

    /** Counts a row that is in the indexes now. */
    void add(int row) {
        if (columns.createdAt[row] >= from) {
            count++;
        }
    }

    /** Counts a row no longer, which is no longer in the indexes. */
    void remove(int row) {
        if (columns.createdAt[row] >= from) {
            count--;
        }
    }

    /** The number of records. */
    int count() {
        return count;
    }
}
