package io.thelook.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Makes records of values that have another form, such as the orders of a shop. */
public interface RecordMapping {

    /**
     * Maps a value to any number of records.
     *
     * @return JSON objects with the fields of {@link RecordField}
     * @throws MappingException if the mapping fails, or takes too long
     */
    List<JsonNode> map(JsonNode value) throws MappingException;
}
