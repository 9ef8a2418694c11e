package io.thelook.dashboard.source;

import io.thelook.dashboard.source.RecordSource.Batch;
import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Sink;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Passes batches on to the sink, of which at most {@value #MOST_IN_FLIGHT} wait to be applied. One thread calls the
 * methods; the sink may apply batches on any thread.
 */
public final class BatchOutlet {

    /** Limit on batches that wait to be applied. */
    public static final int MOST_IN_FLIGHT = 2;

    private final Sink sink;
    private final Semaphore slots = new Semaphore(MOST_IN_FLIGHT);

    /** @param sink to pass batches on to */
    public BatchOutlet(Sink sink) {
        this.sink = sink;
    }

    /** Waits until a further batch may be passed on, and returns whether it may. */
    public boolean hasSlot(Duration wait) {
        return hasSlots(1, wait);
    }

    /** Waits until every batch has been applied, and returns whether it has. */
    public boolean isIdle(Duration wait) {
        return hasSlots(MOST_IN_FLIGHT, wait);
    }

    private boolean hasSlots(int number, Duration wait) {
        try {
            if (!slots.tryAcquire(number, wait.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        slots.release(number);
        return true;
    }

    /** Passes a batch on. To be called only if {@link #hasSlot}: nothing else takes the slot meanwhile. */
    public void pass(Connection connection, Batch batch) {
        slots.acquireUninterruptibly();
        sink.batch(connection, batch).whenComplete((applied, failure) -> slots.release());
    }
}
