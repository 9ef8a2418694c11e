package io.thelook.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Maps the values of one message after the other, until a message has taken too long. Not thread-safe. */
final class TimedMapping implements RecordMapping {

    private final Optional<RecordMapping> mapping;
    private final Duration limit;
    private final LongSupplier nanoTime;
    private long messageBegan;

    /**
     * @param mapping empty if {@link #map} is not called
     * @param limit the time since the start of a message after which no further value is mapped
     */
    TimedMapping(Optional<RecordMapping> mapping, Duration limit, LongSupplier nanoTime) {
        this.mapping = mapping;
        this.limit = limit;
        this.nanoTime = nanoTime;
    }

    /** Begins a message. */
    void begin() {
        messageBegan = nanoTime.getAsLong();
    }

    @Override
    public List<JsonNode> map(JsonNode value) throws MappingException {
        if (nanoTime.getAsLong() - messageBegan > limit.toNanos()) {
            throw new MappingException("not tried, because the values before it took " + limit.toSeconds() + " s");
        }
        return mapping.orElseThrow().map(value);
    }
}
