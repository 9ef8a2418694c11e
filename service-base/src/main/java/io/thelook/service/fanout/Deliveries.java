package io.thelook.service.fanout;

import java.util.concurrent.atomic.LongAdder;

/** Counts what becomes of the messages that an audience is offered. Thread-safe. */
final class Deliveries {

    /** Left for the network. */
    final LongAdder sent = new LongAdder();

    /** Replaced by a newer message, or dropped with their peer, before they could be sent. */
    final LongAdder superseded = new LongAdder();

    /** Could not be sent. */
    final LongAdder failed = new LongAdder();
}
