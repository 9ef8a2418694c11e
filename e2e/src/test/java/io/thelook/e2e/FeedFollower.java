package io.thelook.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.thelook.service.fanout.Listener;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Follows the incremental feed as docs/feed.md specifies, with none of the product's code. */
final class FeedFollower implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Listener listener;

    FeedFollower(URI feed) {
        listener = Listener.to(feed, "thelook.v1");
    }

    /** The windows that differ from the one before, as arrays of records, from the first message to the newest. */
    List<String> windows() {
        List<String> windows = new ArrayList<>();
        Map<String, JsonNode> records = new LinkedHashMap<>();
        for (String text : listener.messages) {
            JsonNode message = parse(text);
            if (message.get("type").asText().equals("snapshot")) {
                records.clear();
            }
            message.path("records")
                    .forEach(record -> records.put(record.get("item_id").asText(), record));
            long from = message.get("from").asLong();
            records.values().removeIf(record -> record.get("created_at").asLong() < from);
            String window = records.values().toString();
            if (windows.isEmpty() || !windows.get(windows.size() - 1).equals(window)) {
                windows.add(window);
            }
        }
        return windows;
    }

    /** The newest time that the feed has told, by its own clock. */
    long now() {
        return parse(listener.messages.get(listener.messages.size() - 1))
                .get("now")
                .asLong();
    }

    /** Every record ever received, as an array, each in its last version. */
    String everything() {
        Map<String, JsonNode> records = new LinkedHashMap<>();
        for (String text : listener.messages) {
            parse(text)
                    .path("records")
                    .forEach(record -> records.put(record.get("item_id").asText(), record));
        }
        return records.values().toString();
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(text, e);
        }
    }

    @Override
    public void close() {
        listener.close();
    }
}
