package io.thelook.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Adds the elements of an array or of lines to a frame: as records, or through a mapping. Not thread-safe. */
final class ElementReader {

    private final JsonFactory parsers;
    private final RecordReader reader;
    private final Optional<RecordMapping> mapping;

    /** @param mapping makes records of the elements; empty if the elements are records */
    ElementReader(JsonFactory parsers, RecordReader reader, Optional<RecordMapping> mapping) {
        this.parsers = parsers;
        this.reader = reader;
        this.mapping = mapping;
    }

    /** Reads the values of each line. Text that is not JSON is rejected up to the end of its line. */
    void lines(byte[] text, FrameBuilder frame) throws IOException {
        int element = 0;
        for (int from = 0; from < text.length; ) {
            int end = from;
            while (end < text.length && text[end] != '\n') {
                end++;
            }
            element = line(text, from, end - from, element, frame);
            from = end + 1;
        }
    }

    /** Returns the index of the next element. */
    private int line(byte[] text, int from, int length, int first, FrameBuilder frame) throws IOException {
        int element = first;
        try (JsonParser json = parsers.createParser(text, from, length)) {
            for (; json.nextToken() != null; element++) {
                value(json, element, frame);
            }
            return element;
        } catch (JsonProcessingException e) {
            String line = new String(text, from, length, StandardCharsets.UTF_8);
            frame.reject(element, Rejection.MALFORMED, "expected JSON: " + Texts.line(e.getOriginalMessage()), line);
            return element + 1;
        }
    }

    /** Reads the elements of an array, from its start to its end. */
    void array(JsonParser json, FrameBuilder frame) throws IOException {
        for (int element = 0; json.nextToken() != JsonToken.END_ARRAY; element++) {
            value(json, element, frame);
        }
    }

    private void value(JsonParser json, int element, FrameBuilder frame) throws IOException {
        if (mapping.isPresent()) {
            map(JsonTrees.read(json), element, frame);
        } else {
            frame.add(reader.read(json), reader, element);
        }
    }

    /** Adds the records that the mapping makes of a value. */
    void map(JsonNode value, int element, FrameBuilder frame) throws IOException {
        try {
            for (JsonNode record : mapping.orElseThrow().map(value)) {
                try (JsonParser json = record.traverse()) {
                    json.nextToken();
                    frame.add(reader.read(json), reader, element);
                }
            }
        } catch (MappingException e) {
            frame.reject(element, Rejection.NOT_MAPPED, "mapping: " + e.getMessage(), value);
        }
    }
}
