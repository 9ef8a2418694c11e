package io.thelook.service.fanout;

import java.util.concurrent.atomic.LongAdder;

/** Counts the outcomes of the messages offered to the peers of an audience. Thread-safe. */
final class Deliveries {

    /** Written to the network. */
    final LongAdder sent = new LongAdder();

    /**
     * Replaced by a newer message, dropped with their peer, or not sent because the peer had missed a message that they
     * build on.
     */
    final LongAdder superseded = new LongAdder();

    /** Could not be sent. */
    final LongAdder failed = new LongAdder();
}
