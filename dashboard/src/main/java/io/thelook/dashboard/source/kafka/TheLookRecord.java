package io.thelook.dashboard.source.kafka;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The header of a record that a dashboard has written: its value is a record of theLook, whatever mapping the other
 * records of the topic need. Stateless.
 */
public final class TheLookRecord {

    private static final String NAME = "content-type";
    private static final byte[] VALUE = "application/vnd.thelook.record+json".getBytes(US_ASCII);

    /** The headers of such a record. */
    public static final List<Header> HEADERS = List.of(new RecordHeader(NAME, VALUE));

    private TheLookRecord() {}

    /** Whether a record with these headers was written by a dashboard. */
    static boolean isMarked(Headers headers) {
        Header type = headers.lastHeader(NAME);
        return type != null && Arrays.equals(type.value(), VALUE);
    }
}
