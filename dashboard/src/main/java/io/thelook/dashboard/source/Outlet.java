package io.thelook.dashboard.source;

import io.thelook.dashboard.source.RecordSource.Batch;
import io.thelook.dashboard.source.RecordSource.Connection;
import io.thelook.dashboard.source.RecordSource.Entry;
import io.thelook.dashboard.source.RecordSource.Meaning;
import io.thelook.dashboard.source.RecordSource.Sink;

/**
 * Passes the messages of one connection on to the sink, until the connection is given up. After {@link #shut} has
 * returned, the sink receives nothing more from the connection. Thread-safe.
 */
final class Outlet {

    private final Connection connection;
    private final Sink sink;
    private final Unapplied unapplied;

    /** Guarded by this, as are the calls to the sink. */
    private boolean isShut;

    /** @param unapplied the additions of all connections that wait to be applied */
    Outlet(Connection connection, Sink sink, Unapplied unapplied) {
        this.connection = connection;
        this.sink = sink;
        this.unapplied = unapplied;
    }

    /** Passes on a message of the socket. */
    synchronized void message(String text, FeedSocket from) {
        if (isShut) {
            return;
        }
        if (connection.meaning() == Meaning.ADDITIONS) {
            add(text, from);
        } else {
            sink.message(connection, text);
        }
    }

    /** Passes on a message of additions. Pauses the socket while too many of them wait to be applied. */
    private void add(String text, FeedSocket from) {
        unapplied.add(text, from);
        sink.batch(connection, Batch.live(new Entry(null, text)))
                .whenComplete((done, failure) -> unapplied.remove(text));
    }

    /** Passes on the reason why a message cannot be read. */
    synchronized void unreadable(String why) {
        if (!isShut) {
            sink.unreadable(connection, why);
        }
    }

    /** Passes on the time of a round trip, in milliseconds. */
    synchronized void roundTrip(double millis) {
        if (!isShut) {
            sink.roundTrip(millis);
        }
    }

    /** Passes nothing more on. Waits for the message that is being passed on. */
    synchronized void shut() {
        isShut = true;
    }
}
