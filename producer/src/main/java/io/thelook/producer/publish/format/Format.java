package io.thelook.producer.publish.format;

import io.thelook.producer.store.Order;
import java.util.List;
import java.util.Map;

/** A form of the documents about events. Implementations are immutable and thread-safe. */
public interface Format {

    /**
     * The topics of the events to send, in order; none if the receiver would not see a difference.
     *
     * @param at the time of the change, in milliseconds since the epoch
     * @param isNew whether the order was placed at that time; otherwise its status changed
     */
    List<Topic> topics(Order order, long at, boolean isNew);

    /** The JSON documents about an event, in UTF-8. A format with {@link #headers} has one. */
    List<byte[]> documents(Event event);

    /** The headers of a request with a single event; empty if a request may have several events. */
    Map<String, String> headers(Event event);
}
