package io.thelook.producer.publish.format;

import io.thelook.model.FeedEncoding;
import io.thelook.model.RecordCodec;
import io.thelook.producer.store.Order;
import java.util.List;
import java.util.Map;

/**
 * Records of theLook, one for each item of the order. A change sends all of them again, with the time of the change as
 * their version.
 */
final class TheLook implements Format {

    @Override
    public List<Topic> topics(Order order, long at, boolean isNew) {
        return List.of(isNew ? Topic.PLACED : Topic.CHANGED);
    }

    @Override
    public List<byte[]> documents(Event event) {
        return event.order()
                .records(event.at())
                .map(record -> record.toBuilder().updatedAt(event.at()).build())
                .map(record -> RecordCodec.encode(record, FeedEncoding.ARRAY))
                .toList();
    }

    @Override
    public Map<String, String> headers(Event event) {
        return Map.of();
    }
}
